using System.Numerics;

namespace Forecast.Training.Models;

/// <summary>
/// One local model as a recursion in error-correction form, one series per lane. A value that is NaN teaches nothing; lanes without any
/// value keep their start.
/// </summary>
internal interface IFilter
{
    /// <summary>Stable short name.</summary>
    static abstract string Name { get; }

    /// <summary>Parameter triples to search, the sensible default first.</summary>
    static abstract ReadOnlySpan<Smoothing> Candidates { get; }

    /// <summary>Vectors of state for a season of that length.</summary>
    static abstract int StateSize(int season);

    /// <summary>Fills the state that day 0 meets.</summary>
    static abstract void Start(BlockStart start, Span<Vector<float>> state);

    /// <summary>Learns from one day; <paramref name="phase"/> is the day's place in the season.</summary>
    static abstract void Step(Span<Vector<float>> state, in LaneParameters p, Vector<float> value, int phase);

    /// <summary>Expected value <paramref name="steps"/> days after the last one learnt (1 = the next day), at that day's phase.</summary>
    static abstract Vector<float> Predict(ReadOnlySpan<Vector<float>> state, in LaneParameters p, int steps, int phase);
}
