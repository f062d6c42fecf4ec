namespace Forecast.Training.Registry;

/// <summary>What became of loading something stored: the thing, or a sentence why there is none to use.</summary>
public sealed record BlobLoad<T>
    where T : class
{
    private BlobLoad(T? state, string whyNot)
    {
        State = state;
        WhyNot = whyNot;
    }

    /// <summary>What was stored; null when it cannot be used.</summary>
    public T? State { get; }

    /// <summary>Why it cannot be used, as part of a sentence; empty when it can.</summary>
    public string WhyNot { get; }

    internal static BlobLoad<T> Loaded(T state) => new(state, "");

    internal static BlobLoad<T> Missing() => new(null, "the stored model is missing");

    internal static BlobLoad<T> Damaged(string how) => new(null, $"the stored model is damaged ({how.TrimEnd('.')})");
}
