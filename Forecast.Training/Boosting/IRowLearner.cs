namespace Forecast.Training.Boosting;

/// <summary>
/// Learns from quantised rows: our own trees, and independent implementations that they are measured against on the same rows.
/// </summary>
internal interface IRowLearner
{
    /// <summary>Stable short name, as commands, tables and pages carry it.</summary>
    string Name { get; }

    /// <summary>Why it cannot learn on this machine, one sentence; null where it can.</summary>
    string? Lack { get; }

    /// <summary>Learns; the same rows, options and number of threads give the same model.</summary>
    /// <exception cref="ArgumentException">The options do not fit the rows.</exception>
    IRowModel Fit(BoostingRows rows, BoostingOptions options, int threads, CancellationToken ct);
}
