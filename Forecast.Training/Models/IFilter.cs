using System.Numerics;

namespace Forecast.Training.Models;

/// <summary>
/// One local model as a recursion in error-correction form, one series per lane. The struct is the state of a block: its fields are
/// vectors, so that a loop keeps them in registers. A day that is unknown teaches nothing; lanes without any value keep their start.
/// </summary>
internal interface IFilter
{
    /// <summary>Stable short name.</summary>
    static abstract string Name { get; }

    /// <summary>Parameter triples to search, the sensible default first; those with the same profile rate side by side.</summary>
    static abstract ReadOnlySpan<Smoothing> Candidates { get; }

    /// <summary>Whether it runs behind a <see cref="WeekdayProfile"/>.</summary>
    static abstract bool Profiled { get; }

    /// <summary>Vectors of state for each phase of the season, beside the fields.</summary>
    static abstract int PhaseSize { get; }

    /// <summary>Rate at which the profile learns.</summary>
    static abstract Vector<float> ProfileRate(in LaneParameters p);

    /// <summary>The state that day 0 meets; <paramref name="phases"/> is season × <see cref="PhaseSize"/>.</summary>
    void Start(BlockStart start, Span<Vector<float>> phases);

    /// <summary>Learns from one day; <paramref name="phase"/> is the state of that day's phase.</summary>
    void Step(in Day day, Span<Vector<float>> phase, in LaneParameters p);

    /// <summary>
    /// Expected value <paramref name="steps"/> days after the last one learnt (1 = the next day), for a day of that profile ratio and
    /// phase.
    /// </summary>
    Vector<float> Predict(Vector<float> ratio, ReadOnlySpan<Vector<float>> phase, in LaneParameters p, int steps);
}
