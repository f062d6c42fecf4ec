using System.Numerics;
using Forecast.Training.Numerics;

namespace Forecast.Training.Models;

/// <summary>How many seasons a window average looks back.</summary>
internal interface IWindow
{
    static abstract int Seasons { get; }

    static abstract string Name { get; }
}

internal readonly struct FourSeasons : IWindow
{
    public static int Seasons => 4;

    public static string Name => "window-4";
}

internal readonly struct EightSeasons : IWindow
{
    public static int Seasons => 8;

    public static string Name => "window-8";
}

/// <summary>Mean of the last known values of the same weekday. State: per phase the values, latest first.</summary>
internal readonly struct SeasonalWindow<TWindow> : IFilter
    where TWindow : struct, IWindow
{
    private static readonly Smoothing[] One = [new(1)];

    public static string Name => TWindow.Name;

    public static ReadOnlySpan<Smoothing> Candidates => One;

    public static int StateSize(int season) => season * TWindow.Seasons;

    public static void Start(BlockStart start, Span<Vector<float>> state)
    {
        for (int i = 0; i < state.Length; i++)
            state[i] = start.Level + start.Difference[i / TWindow.Seasons];
    }

    public static void Step(Span<Vector<float>> state, in LaneParameters p, Vector<float> value, int phase)
    {
        var known = Lanes.Known(value);
        var window = state.Slice(phase * TWindow.Seasons, TWindow.Seasons);
        for (int i = TWindow.Seasons - 1; i > 0; i--)
            window[i] = Vector.ConditionalSelect(known, window[i - 1], window[i]);
        window[0] = Vector.ConditionalSelect(known, value, window[0]);
    }

    public static Vector<float> Predict(ReadOnlySpan<Vector<float>> state, in LaneParameters p, int steps, int phase)
    {
        var window = state.Slice(phase * TWindow.Seasons, TWindow.Seasons);
        var sum = window[0];
        for (int i = 1; i < TWindow.Seasons; i++)
            sum += window[i];
        return sum * (1f / TWindow.Seasons);
    }
}
