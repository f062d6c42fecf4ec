namespace Forecast.Domain.Registry;

/// <summary>
/// How a model version's forecasts stand beside those of an independent model that learned from the same days. The independent model never
/// forecasts for the board.
/// </summary>
public sealed class SecondOpinion
{
    /// <summary>Model versions in a row after which planners are told that the independent model is better.</summary>
    public const int WorthAWord = 2;

    /// <summary>The model version.</summary>
    public long ModelVersionId { get; set; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset AskedAt { get; set; }

    /// <summary>When it was there, or it was clear that it could not be; null before.</summary>
    public DateTimeOffset? GivenAt { get; set; }

    /// <summary>Short name of the independent model; empty before.</summary>
    public string Model { get; set; } = "";

    /// <summary>Series in the sample that was learned from and scored.</summary>
    public int SeriesCount { get; set; }

    /// <summary>First day scored.</summary>
    public DateOnly? FirstDay { get; set; }

    /// <summary>Last day scored.</summary>
    public DateOnly? LastDay { get; set; }

    /// <summary>All series together, then by demand class; empty where there is no opinion.</summary>
    public IReadOnlyList<OpinionScore> Scores { get; set; } = [];

    /// <summary>
    /// Model versions of the region in a row, this one the last, of which the independent model was better by more than the uncertainty.
    /// </summary>
    public int RetrainsBehind { get; set; }

    /// <summary>Seconds of the wall clock that it took.</summary>
    public double? Seconds { get; set; }

    /// <summary>Why there is none, or what to know about it; else empty.</summary>
    public string Remark { get; set; } = "";

    /// <summary>All series together.</summary>
    public OpinionScore? Overall => Scores.Count == 0 ? null : Scores[0];

    /// <summary>Whether the independent model has been better often enough to say so on the board.</summary>
    public bool IsWorthAWord => RetrainsBehind >= WorthAWord;
}
