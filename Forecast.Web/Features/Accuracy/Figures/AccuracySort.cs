namespace Forecast.Web.Features.Accuracy.Figures;

/// <summary>What the rows are sorted by, worst first.</summary>
public enum AccuracySort
{
    /// <summary>Units missed, too many and too few alike: where most was lost.</summary>
    Loss,

    /// <summary>Units missed for each unit sold.</summary>
    Wape,

    /// <summary>How far expectations lean to one side, whichever.</summary>
    Bias,

    /// <summary>Coverage furthest from what the band promises.</summary>
    Coverage,
}
