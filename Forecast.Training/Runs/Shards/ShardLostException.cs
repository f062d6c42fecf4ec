namespace Forecast.Training.Runs.Shards;

/// <summary>While a shard was computed its run ended or another worker took it over: what was computed is not stored.</summary>
internal sealed class ShardLostException() : Exception("The part was taken over by another worker, or its run has ended.");
