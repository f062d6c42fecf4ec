namespace Forecast.Training.Runs.Planning;

/// <summary>A store and how many series it holds.</summary>
internal sealed record PlannedStore(int StoreId, int SeriesCount);

/// <summary>Some whole stores that are computed together.</summary>
internal sealed record PlannedShard(IReadOnlyList<PlannedStore> Stores)
{
    /// <summary>The part that learns the model over all series, before the others are fitted.</summary>
    public static PlannedShard Learning { get; } = new([]);

    public int SeriesCount => Stores.Sum(s => s.SeriesCount);

    public int[] StoreIds => [.. Stores.Select(s => s.StoreId).Order()];
}

/// <summary>Splits the stores of a run into shards.</summary>
internal static class ShardPlan
{
    /// <summary>
    /// Shards of about equal size: as many as keep the expected workers busy, none much larger than the maximum, none so small that its
    /// overhead shows.
    /// </summary>
    /// <remarks>Largest store first into the lightest shard (Graham, 1969): at most a third above the best split.</remarks>
    public static IReadOnlyList<PlannedShard> Balance(IReadOnlyCollection<PlannedStore> stores, RunOptions options)
    {
        int series = stores.Sum(s => s.SeriesCount);
        int wanted = Math.Min(options.WorkersExpected, series / options.MinSeriesPerShard);
        int needed = (series + options.SeriesPerShard - 1) / options.SeriesPerShard;
        int count = Math.Clamp(Math.Max(wanted, needed), 1, stores.Count);

        var shards = Enumerable.Range(0, count).Select(_ => new List<PlannedStore>()).ToArray();
        var lightest = new PriorityQueue<int, (int Series, int Shard)>();
        for (int i = 0; i < count; i++)
            lightest.Enqueue(i, (0, i));
        foreach (var store in stores.OrderByDescending(s => s.SeriesCount).ThenBy(s => s.StoreId))
        {
            lightest.TryDequeue(out int shard, out var weight);
            shards[shard].Add(store);
            lightest.Enqueue(shard, (weight.Series + store.SeriesCount, shard));
        }

        return [.. shards.Select(s => new PlannedShard(s))];
    }

    /// <summary>
    /// Shards that follow a model's artifacts, so that each needs one blob; stores without state are balanced among themselves.
    /// </summary>
    public static IReadOnlyList<PlannedShard> Follow(
        IReadOnlyCollection<PlannedStore> stores, IEnumerable<IReadOnlyCollection<int>> artifacts, RunOptions options)
    {
        var left = stores.ToDictionary(s => s.StoreId);
        var shards = new List<PlannedShard>();
        foreach (var artifact in artifacts)
        {
            var held = artifact.Where(left.ContainsKey).Select(id => left[id]).ToList();
            if (held.Count == 0)
                continue;
            shards.Add(new PlannedShard(held));
            foreach (var store in held)
                left.Remove(store.StoreId);
        }

        if (left.Count > 0)
            shards.AddRange(Balance(left.Values, options));
        return shards;
    }
}
