namespace Forecast.Training.Boosting;

/// <summary>
/// Boosted trees as bytes: loss, features with their bins, then the nodes of each tree; every index is checked when reading.
/// </summary>
internal static class BoostedTreesFormat
{
    private const string Letters = "FBTR";
    private const string What = "boosted trees";
    private const int Version = 1;
    private const byte LeafNode = 0, NumberNode = 1, CategoryNode = 2;

    internal static void Write(BoostedTrees trees, Stream stream) => CheckedFormat.Write(stream, Letters, Version, writer =>
    {
        writer.Write(trees.Loss.Code);
        writer.Write(trees.Loss.Parameter);
        writer.Write(trees.Start);
        WriteFeatures(writer, trees.Features);
        writer.Write(trees.Count);
        for (int t = 0; t < trees.Count; t++)
            WriteTree(writer, trees.Tree(t));
    });

    internal static BoostedTrees Read(Stream stream) => CheckedFormat.Read(stream, Letters, Version, What, reader =>
    {
        var loss = BoostingLoss.FromCode(reader.ReadByte(), reader.ReadSingle());
        float start = Finite(reader.ReadSingle(), "start");
        var features = ReadFeatures(reader);
        int count = Count(reader, "trees");
        var nodes = new List<TreeNode>();
        var starts = new List<int> { 0 };
        for (int t = 0; t < count; t++)
        {
            ReadTree(reader, features, nodes);
            starts.Add(nodes.Count);
        }

        return new BoostedTrees(features, loss, start, [.. nodes], [.. starts]);
    });

    private static void WriteFeatures(BinaryWriter writer, BoostingFeatures features)
    {
        writer.Write(features.Count);
        for (int f = 0; f < features.Count; f++)
        {
            var bins = features.Bins[f];
            writer.Write(features.Names[f]);
            writer.Write(bins.IsCategorical);
            writer.Write(bins.Count);
            writer.Write(bins.Borders.Length);
            foreach (float border in bins.Borders)
                writer.Write(border);
            writer.Write(bins.CategoryBins);
        }
    }

    private static BoostingFeatures ReadFeatures(BinaryReader reader)
    {
        int count = Count(reader, "features");
        var names = new string[count];
        var bins = new FeatureBins[count];
        for (int f = 0; f < count; f++)
        {
            names[f] = reader.ReadString();
            bool categorical = reader.ReadBoolean();
            int values = reader.ReadInt32();
            var borders = new float[Count(reader, "borders")];
            for (int b = 0; b < borders.Length; b++)
            {
                borders[b] = reader.ReadSingle();
                if (float.IsNaN(borders[b]) || (b > 0 && borders[b] < borders[b - 1]))
                    throw new InvalidDataException($"Feature '{names[f]}' has borders that do not ascend.");
            }

            if (values is < 1 or > FeatureBins.MostValueBins || (!categorical && borders.Length != values - 1))
                throw new InvalidDataException($"Feature '{names[f]}' claims {values} bins with {borders.Length} borders.");
            var categoryBins = categorical ? reader.ReadBytes(borders.Length) : null;
            if (categoryBins is not null && (categoryBins.Length != borders.Length || Array.Exists(categoryBins, b => b >= values)))
                throw new InvalidDataException($"Feature '{names[f]}' puts a category into a bin that does not exist.");
            bins[f] = FeatureBins.FromParts(borders, categoryBins, values);
        }

        return new BoostingFeatures(names, bins);
    }

    private static void WriteTree(BinaryWriter writer, ReadOnlySpan<TreeNode> tree)
    {
        writer.Write(tree.Length);
        for (int n = 0; n < tree.Length; n++)
        {
            var node = tree[n];
            bool leaf = node.IsLeaf(n);
            writer.Write(leaf ? LeafNode : node.Threshold >= 0 ? NumberNode : CategoryNode);
            writer.Write(node.Cover);
            if (leaf)
            {
                writer.Write(node.Value);
                continue;
            }

            writer.Write(node.Left);
            writer.Write(node.Feature);
            if (node.Threshold >= 0)
            {
                writer.Write((byte)node.Threshold);
                writer.Write(node.MissingLeft);
                continue;
            }

            for (int w = 0; w < 4; w++)
                writer.Write(node.Set.Word(w));
        }
    }

    private static void ReadTree(BinaryReader reader, BoostingFeatures features, List<TreeNode> nodes)
    {
        int count = Count(reader, "nodes");
        if (count is 0 or > 2 * BoostingOptions.MostLeaves - 1)
            throw new InvalidDataException($"A stored tree has {count} nodes; it needs 1 to {2 * BoostingOptions.MostLeaves - 1}.");
        int children = 1; // each inner node must name the next two nodes, so that every node has one parent before it
        for (int n = 0; n < count; n++)
        {
            byte kind = reader.ReadByte();
            float cover = Finite(reader.ReadSingle(), "cover");
            if (kind == LeafNode)
            {
                nodes.Add(TreeNode.Leaf(n, Finite(reader.ReadSingle(), "leaf value"), cover));
                continue;
            }

            int left = reader.ReadInt32(), feature = reader.ReadInt32();
            if (kind > CategoryNode || left <= n || left >= count - 1 || feature < 0 || feature >= features.Count)
                throw new InvalidDataException(
                    $"Node {n} of a stored tree has kind {kind}, child {left} of {count} nodes and feature {feature} of {features.Count}.");
            children += 2;
            nodes.Add(ReadSplit(reader, kind, left, feature, cover));
        }

        if (children != count)
            throw new InvalidDataException($"A stored tree has {count} nodes where its splits make {children}.");
    }

    private static TreeNode ReadSplit(BinaryReader reader, byte kind, int left, int feature, float cover)
    {
        var node = new TreeNode { Left = left, Feature = feature, Cover = cover, Threshold = -1 };
        if (kind == CategoryNode)
        {
            node.Set = BinSet.FromWords(reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt64());
            return node;
        }

        node.Threshold = Math.Min(reader.ReadByte(), (byte)(FeatureBins.MostValueBins - 1));
        node.MissingLeft = reader.ReadBoolean();
        node.Set = BinSet.UpTo(node.Threshold, node.MissingLeft);
        return node;
    }

    private static int Count(BinaryReader reader, string of)
    {
        int count = reader.ReadInt32();
        if (count < 0 || count > reader.BaseStream.Length) // each takes a byte at least
            throw new InvalidDataException($"The stored boosted trees claim {count} {of}.");
        return count;
    }

    private static float Finite(float value, string what) =>
        float.IsFinite(value) ? value : throw new InvalidDataException($"The stored boosted trees hold a {what} of {value}.");
}
