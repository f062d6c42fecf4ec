using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Forecast.Training.Numerics;

namespace Forecast.Training.Models;

/// <summary>
/// One day of a block as the filters see it. Where the day is unknown every number is 0, so that recursions need no mask: a step of
/// weight 0 toward 0 changes nothing.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct Day
{
    /// <summary>A weekday that sells less than this share of the level is treated as if it sold this share.</summary>
    private const float Floor = 0.05f;

    /// <summary>Demand.</summary>
    public readonly Vector<float> Value;

    /// <summary>All bits set where the day is known.</summary>
    public readonly Vector<int> Known;

    /// <summary>What the weekday sells as a ratio to the level.</summary>
    public readonly Vector<float> Ratio;

    /// <summary>Demand freed of its weekday.</summary>
    public readonly Vector<float> Scaled;

    /// <summary>A day without a weekday profile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Day(Vector<float> value)
    {
        Known = Lanes.Known(value);
        Value = Scaled = Lanes.Where(Known, value);
        Ratio = Lanes.Where(Known, Vector<float>.One);
    }

    /// <summary>A day behind a profile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Day(Vector<float> value, Vector<float> ratio)
    {
        Known = Lanes.Known(value);
        Value = Lanes.Where(Known, value);
        Ratio = Lanes.Where(Known, ratio);
        Scaled = Value / Vector.Max(ratio, new Vector<float>(Floor));
    }

    /// <summary>How much the day says about the level: a weekday on which little sells says little. 0 where unknown.</summary>
    public Vector<float> Weight
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector.Min(Ratio, Vector<float>.One);
    }
}
