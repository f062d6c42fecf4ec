namespace Forecast.Training.Runs;

/// <summary>
/// What one listener has heard of runs. News is read from the database and travels by several ways, so what was read before a run ended may
/// arrive after its end; that is no news any more.
/// </summary>
public sealed class RunNews
{
    private readonly HashSet<long> ended = [];

    /// <summary>Runs heard to have ended.</summary>
    public int Ended => ended.Count;

    /// <summary>Whether this tells more than was heard before; remembers it.</summary>
    public bool IsNew(RunView run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.HasEnded ? ended.Add(run.Id) : !ended.Contains(run.Id);
    }
}
