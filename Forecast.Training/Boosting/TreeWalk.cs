using System.Runtime.CompilerServices;

namespace Forecast.Training.Boosting;

/// <summary>Walks rows down one tree, four at a time, so that one row's wait for memory is another one's work.</summary>
internal static unsafe class TreeWalk
{
    /// <summary>Adds to <paramref name="scores"/> what the tree says of the rows from <paramref name="first"/> on.</summary>
    internal static void Add(ReadOnlySpan<TreeNode> tree, int depth, BinnedRows rows, int first, Span<float> scores)
    {
        long stride = rows.Stride;
        fixed (TreeNode* nodes = tree)
        fixed (byte* bins = rows.Bins)
        {
            byte* row = bins + (first * stride);
            int r = 0;
            for (; r <= scores.Length - 4; r += 4, row += 4 * stride)
            {
                TreeNode* a = nodes, b = nodes, c = nodes, d = nodes;
                for (int level = 0; level < depth; level++)
                {
                    a = Next(nodes, a, row);
                    b = Next(nodes, b, row + stride);
                    c = Next(nodes, c, row + (2 * stride));
                    d = Next(nodes, d, row + (3 * stride));
                }

                scores[r] += a->Value;
                scores[r + 1] += b->Value;
                scores[r + 2] += c->Value;
                scores[r + 3] += d->Value;
            }

            for (; r < scores.Length; r++, row += stride)
            {
                var node = nodes;
                for (int level = 0; level < depth; level++)
                    node = Next(nodes, node, row);
                scores[r] += node->Value;
            }
        }
    }

    /// <summary>Splits on the longest way down.</summary>
    internal static int Depth(ReadOnlySpan<TreeNode> tree)
    {
        Span<int> depth = tree.Length <= 4096 ? stackalloc int[tree.Length] : new int[tree.Length];
        int deepest = 0;
        depth[0] = 0;
        for (int n = 0; n < tree.Length; n++) // children come after their parent
        {
            deepest = Math.Max(deepest, depth[n]);
            if (!tree[n].IsLeaf(n))
                depth[tree[n].Left] = depth[tree[n].Left + 1] = depth[n] + 1;
        }

        return deepest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TreeNode* Next(TreeNode* nodes, TreeNode* node, byte* row)
    {
        int bin = row[node->Feature];
        int left = (int)(((ulong*)node)[bin >> 6] >> bin) & 1; // Set is the first field
        return nodes + (node->Left + 1 - left);
    }
}
