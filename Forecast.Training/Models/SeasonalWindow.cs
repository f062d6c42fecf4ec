using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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

/// <summary>Mean of the last known values of the same weekday. State per phase: those values, latest first.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SeasonalWindow<TWindow> : IFilter
    where TWindow : struct, IWindow
{
    private static readonly Smoothing[] One = [new(1)];

    public static string Name => TWindow.Name;

    public static ReadOnlySpan<Smoothing> Candidates => One;

    public static bool Profiled => false;

    public static int PhaseSize => TWindow.Seasons;

    public static Vector<float> ProfileRate(in LaneParameters p) => Vector<float>.Zero;

    public readonly void Start(BlockStart start, Span<Vector<float>> phases)
    {
        for (int i = 0; i < phases.Length; i++)
            phases[i] = start.Level + start.Difference[i / TWindow.Seasons];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Step(in Day day, Span<Vector<float>> phase, in LaneParameters p)
    {
        var latest = day.Value;
        for (int i = 0; i < TWindow.Seasons; i++)
        {
            var before = phase[i];
            phase[i] = Vector.ConditionalSelect(day.Known, latest, before);
            latest = before;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector<float> Predict(Vector<float> ratio, ReadOnlySpan<Vector<float>> phase, in LaneParameters p, int steps)
    {
        var sum = phase[0];
        for (int i = 1; i < TWindow.Seasons; i++)
            sum += phase[i];
        return sum * (1f / TWindow.Seasons);
    }
}
