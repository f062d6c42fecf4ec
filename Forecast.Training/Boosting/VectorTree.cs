using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Forecast.Training.Boosting;

/// <summary>
/// A tree laid out to be asked about many rows at once: every split is judged for a whole vector of rows, then each inner node, from the bottom up, takes
/// the answer of the side a row goes to (predication, after Asadi, Lin &amp; de Vries 2014). That judges more splits than a walk passes, but no
/// step waits for a branch or for the address that the step before it finds.
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
        var leaves = new List<float>();
        for (int n = 0; n < tree.Length; n++)
        {
            if (!tree[n].IsLeaf(n))
                continue;
            leafOf[n] = checked((byte)leaves.Count);
            leaves.Add(tree[n].Value);
        }

        var (made, byNumber, byCategory) = (new List<Choice>(), new List<NumberSplit>(), new List<CategorySplit>());
        for (int n = tree.Length - 1; n >= 0; n--) // children come after their parent
        {
            if (tree[n].IsLeaf(n))
                continue;
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
        const int CacheLine = 64;
        byte* room = stackalloc byte[(leafOf.Length + choices.Length) * Vector<byte>.Count + CacheLine];
        var answers = (Vector<byte>*)(((nint)room + CacheLine - 1) & -CacheLine);
        var goesLeft = answers + leafOf.Length;
        for (int n = 0; n < leafOf.Length; n++)
            answers[n] = new Vector<byte>(leafOf[n]);
        fixed (byte* bins = rows.Bins)
        {
            for (int r = 0; r < scores.Length; r += Vector<byte>.Count)
            {
                Judge(numbers, bins + first + r, rows.Stride, goesLeft);
                Judge(categories, bins + first + r, rows.Stride, goesLeft);
                Choose(goesLeft, answers);
                AddLeaves((byte*)answers, scores.Slice(r, Math.Min(Vector<byte>.Count, scores.Length - r)));
            }
        }
    }

    private static void Judge(NumberSplit[] splits, byte* bins, nint stride, Vector<byte>* goesLeft)
    {
        foreach (ref readonly var split in splits.AsSpan())
        {
            var bin = Vector.Load(bins + split.Feature * stride) + new Vector<byte>(split.Shift);
            goesLeft[split.At] = Vector.LessThanOrEqual(bin, new Vector<byte>(split.Last));
        }
    }

    /// <summary>Whether bins are in sets of 256 bits: the byte is looked up by the upper five bits of a bin, the bit in it by the lower three.</summary>
    private static void Judge(CategorySplit[] splits, byte* bins, nint stride, Vector<byte>* goesLeft)
    {
        const byte Nibble = 15, BitInByte = 7;
        var bits = Vector128.Create(0x8040201008040201).AsByte();
        foreach (ref readonly var split in splits.AsSpan())
        {
            for (int i = 0; i < Vector<byte>.Count; i += Vector128<byte>.Count)
            {
                var bin = Vector128.Load(bins + split.Feature * stride + i);
                var place = bin >> 3;
                var at = place & Vector128.Create(Nibble);
                var upper = Vector128.GreaterThan(place, Vector128.Create(Nibble));
                var found = Vector128.ConditionalSelect(upper, Vector128.ShuffleNative(split.High, at), Vector128.ShuffleNative(split.Low, at));
                var bit = Vector128.ShuffleNative(bits, bin & Vector128.Create(BitInByte));
                Vector128.Store(Vector128.Equals(found & bit, bit), (byte*)(goesLeft + split.At) + i);
            }
        }
    }

    private void Choose(Vector<byte>* goesLeft, Vector<byte>* answers)
    {
        var each = choices.AsSpan();
        for (int s = 0; s < each.Length; s++)
            answers[each[s].Node] = Vector.ConditionalSelect(goesLeft[s], answers[each[s].Left], answers[each[s].Left + 1]);
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

    /// <summary>Bins moved up by <see cref="Shift"/> go left up to <see cref="Last"/>. The bin of NaN is the last one: moved up by one it becomes the first.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly struct NumberSplit(int at, TreeNode node)
    {
        internal readonly int At = at, Feature = node.Feature;
        internal readonly byte Shift = (byte)(node.MissingLeft ? 1 : 0), Last = (byte)(node.Threshold + (node.MissingLeft ? 1 : 0));
    }

    /// <summary>The set of bins that go left, in two halves.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly struct CategorySplit(int at, TreeNode node)
    {
        internal readonly int At = at, Feature = node.Feature;
        internal readonly Vector128<byte> Low = Vector128.Create(node.Set.Word(0), node.Set.Word(1)).AsByte(), High = Vector128.Create(node.Set.Word(2), node.Set.Word(3)).AsByte();
    }
}
