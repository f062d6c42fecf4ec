using System.Numerics;
using Forecast.Training.Numerics;

namespace Forecast.Training.Models;

/// <summary>Simple exponential smoothing (Brown, 1959): for series without a weekday pattern. State: level.</summary>
internal readonly struct SimpleSmoothing : IFilter
{
    private static readonly Smoothing[] Grid = SeasonalSmoothing.Combine([0.05f, 0.01f, 0.02f, 0.1f, 0.2f, 0.4f], [0f]);

    public static string Name => "simple-smoothing";

    public static ReadOnlySpan<Smoothing> Candidates => Grid;

    public static int StateSize(int season) => 1;

    public static void Start(BlockStart start, Span<Vector<float>> state) => state[0] = start.Level;

    public static void Step(Span<Vector<float>> state, in LaneParameters p, Vector<float> value, int phase) =>
        state[0] += p.Alpha * Lanes.Where(Lanes.Known(value), value - state[0]);

    public static Vector<float> Predict(ReadOnlySpan<Vector<float>> state, in LaneParameters p, int steps, int phase) => state[0];
}
