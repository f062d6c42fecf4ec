using System.Runtime.InteropServices;

namespace Forecast.Training.Boosting;

/// <summary>A node of a grown tree; nodes of one tree lie together, the root first, two siblings side by side.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TreeNode
{
    /// <summary>What goes to <see cref="Left"/>; everything at a leaf.</summary>
    internal BinSet Set;

    /// <summary>
    /// Index of the left child within the tree, the right one follows; a leaf points to itself, so that walking on does no harm.
    /// </summary>
    internal int Left;

    internal int Feature;

    /// <summary>What the leaf adds to the score. At inner nodes 0.</summary>
    internal float Value;

    /// <summary>Training rows that came by.</summary>
    internal float Cover;

    /// <summary>Last bin that goes left; −1 for a split by categories.</summary>
    internal int Threshold;

    internal bool MissingLeft;

    internal readonly bool IsLeaf(int self) => Left == self;

    internal static TreeNode Leaf(int self, float value, float cover) =>
        new() { Set = BinSet.All, Left = self, Value = value, Cover = cover, Threshold = -1 };
}
