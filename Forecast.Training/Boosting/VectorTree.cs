using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Forecast.Training.Boosting;

/// <summary>
/// A tree laid out to be asked about many rows at once: every split is judged for a whole vector of rows, then each inner node, from the
/// bottom up, takes the answer of the side a row goes to (predication, after Asadi, Lin &amp; de Vries 2014). That judges more splits than
/// a walk passes, but no step waits for a branch or for the address that the step before it finds.
/// </summary>
internal sealed unsafe class VectorTree
{
    private readonly Choice[] choices; // one per split, those below before those above
    private readonly NumberSplit[] numbers;
    private readonly CategorySplit[] categories;
    private readonly byte[] leafOf; // per node; of inner nodes 0
    private readonly float[] values; // per leaf

    internal VectorTree(ReadOnlySpan<TreeNode> tree)
    {
        leafOf = new byte[tree.Length];
        var (made, byNumber, byCategory, leaves) =
            (new List<Choice>(), new List<NumberSplit>(), new List<CategorySplit>(), new List<float>());
        for (int n = tree.Length - 1; n >= 0; n--) // children come after their parent
        {
            if (tree[n].IsLeaf(n))
            {
                leafOf[n] = checked((byte)leaves.Count);
                leaves.Add(tree[n].Value);
                continue;
            }

            if (tree[n].Threshold < 0)
                byCategory.Add(new CategorySplit(made.Count, tree[n]));
            else
                byNumber.Add(new NumberSplit(made.Count, tree[n]));
            made.Add(new Choice(n, tree[n].Left));
        }

        (choices, numbers, categories, values) = ([.. made], [.. byNumber], [.. byCategory], [.. leaves]);
    }

    /// <summary>Adds to <paramref name="scores"/> what the tree says of the rows from <paramref name="first"/> on.</summary>
    internal void Add(BinnedColumns rows, int first, Span<float> scores)
    {
        int width = Vector256<byte>.Count;
        byte* room = stackalloc byte[(leafOf.Length + choices.Length + 1) * width];
        var answers = (Vector256<byte>*)(((nint)room + width - 1) & -width);
        var goesLeft = answers + leafOf.Length;
        for (int n = 0; n < leafOf.Length; n++)
            answers[n] = Vector256.Create(leafOf[n]);
        fixed (byte* bins = rows.Bins)
        {
            for (int r = 0; r < scores.Length; r += width)
            {
                // One loop each, free of branches: in a common one the compiler would keep every answer in memory.
                Judge(numbers, bins + first + r, rows.Stride, goesLeft);
                Judge(categories, bins + first + r, rows.Stride, goesLeft);
                Choose(choices, goesLeft, answers);
                AddLeaves((byte*)answers, scores.Slice(r, Math.Min(width, scores.Length - r)));
            }
        }
    }

    private static void Judge(NumberSplit[] splits, byte* bins, nint stride, Vector256<byte>* goesLeft)
    {
        foreach (ref readonly var split in splits.AsSpan())
        {
            var bin = Vector256.Load(bins + split.Feature * stride) + Vector256.Create(split.Shift);
            goesLeft[split.At] = Vector256.LessThanOrEqual(bin, Vector256.Create(split.Last));
        }
    }

    private static void Judge(CategorySplit[] splits, byte* bins, nint stride, Vector256<byte>* goesLeft)
    {
        foreach (ref readonly var split in splits.AsSpan())
            goesLeft[split.At] = split.Set.Contains(Vector256.Load(bins + split.Feature * stride));
    }

    private static void Choose(Choice[] choices, Vector256<byte>* goesLeft, Vector256<byte>* answers)
    {
        for (int s = 0; s < choices.Length; s++)
            answers[choices[s].Node] = Vector256.ConditionalSelect(goesLeft[s], answers[choices[s].Left], answers[choices[s].Left + 1]);
    }

    private void AddLeaves(byte* leaf, Span<float> scores)
    {
        ref float value = ref MemoryMarshal.GetArrayDataReference(values);
        for (int i = 0; i < scores.Length; i++)
            scores[i] += Unsafe.Add(ref value, leaf[i]);
    }

    /// <summary>An inner node and the first of its children.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly struct Choice(int node, int left)
    {
        internal readonly int Node = node, Left = left;
    }

    /// <summary>
    /// Bins moved up by <see cref="Shift"/> go left up to <see cref="Last"/>. The bin of NaN is the last one: moved up by one it becomes
    /// the first.
    /// </summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly struct NumberSplit(int at, TreeNode node)
    {
        internal readonly int At = at, Feature = node.Feature;
        internal readonly byte Shift = (byte)(node.MissingLeft ? 1 : 0), Last = (byte)(node.Threshold + (node.MissingLeft ? 1 : 0));
    }

    /// <summary>A set of bins goes left.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly struct CategorySplit(int at, TreeNode node)
    {
        internal readonly BinSet Set = node.Set;
        internal readonly int At = at, Feature = node.Feature;
    }
}
