using System.Numerics;
using Forecast.Training.Numerics;

namespace Forecast.Training.Models;

/// <summary>The last known same weekday: the baseline that everything must beat.</summary>
internal readonly struct SeasonalNaive : IFilter
{
    private static readonly Smoothing[] One = [new(1)];

    public static string Name => "seasonal-naive";

    public static ReadOnlySpan<Smoothing> Candidates => One;

    public static int StateSize(int season) => season;

    public static void Start(BlockStart start, Span<Vector<float>> state)
    {
        for (int k = 0; k < start.Season; k++)
            state[k] = start.Level + start.Difference[k];
    }

    public static void Step(Span<Vector<float>> state, in LaneParameters p, Vector<float> value, int phase) =>
        state[phase] = Vector.ConditionalSelect(Lanes.Known(value), value, state[phase]);

    public static Vector<float> Predict(ReadOnlySpan<Vector<float>> state, in LaneParameters p, int steps, int phase) => state[phase];
}
