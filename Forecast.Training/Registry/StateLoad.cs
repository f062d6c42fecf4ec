using Forecast.Training.Engine;

namespace Forecast.Training.Registry;

/// <summary>What became of loading fitted state: the state, or a sentence why there is none to use.</summary>
public sealed record StateLoad
{
    private StateLoad(FittedPanel? state, string whyNot)
    {
        State = state;
        WhyNot = whyNot;
    }

    /// <summary>The state; null when it cannot be used.</summary>
    public FittedPanel? State { get; }

    /// <summary>Why it cannot be used, as part of a sentence; empty when it can.</summary>
    public string WhyNot { get; }

    /// <summary>The state is whole.</summary>
    public static StateLoad Loaded(FittedPanel state) => new(state, "");

    /// <summary>The blob is gone.</summary>
    public static StateLoad Missing() => new(null, "the stored model is missing");

    /// <summary>The blob is not what was stored.</summary>
    public static StateLoad Damaged(string how) => new(null, $"the stored model is damaged ({how.TrimEnd('.')})");
}
