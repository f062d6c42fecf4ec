using Forecast.Training.Runs.Worklists;

namespace Forecast.Training.Runs.Watch;

/// <summary>Sees to it that every forecast of a region gets its worklist, whatever became of the process that published it.</summary>
internal sealed class MissingWorklists(WorklistMaker maker) : IWatch
{
    public Task LookAsync(CancellationToken ct) => maker.MakeMissingAsync(ct);
}
