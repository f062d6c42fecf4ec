using System.Runtime.InteropServices;

namespace Forecast.Training.Runs.Scheduling;

/// <summary>One attempt at one shard of a run; names its trigger.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ShardKey(long RunId, int Number, int Attempt);
