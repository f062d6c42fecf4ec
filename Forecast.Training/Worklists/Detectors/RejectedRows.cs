using System.Globalization;
using Forecast.Domain.Worklists;

namespace Forecast.Training.Worklists.Detectors;

/// <summary>Files of the last days of which rows were not taken. A row counts as a unit: nobody knows what it would have said.</summary>
internal sealed class RejectedRows : IDetector
{
    public IEnumerable<Finding> Find(RegionPicture picture) => picture.RejectedLoads.Select(load => new Finding
    {
        Kind = WorklistKind.DataMissing,
        About = Subject.OfRegion(0) with
        {
            Key = string.Create(CultureInfo.InvariantCulture, $"load {load.Id}"),
            Title = load.FileName,
            SeriesIds = [], // What was sold tells nothing of it.
        },
        Cause = "rejected",
        Reason = string.Create(CultureInfo.InvariantCulture,
            $"{Subject.Count((int)Math.Min(load.Rejected, int.MaxValue), "row")} of {load.Read:N0} in this file were not taken; the sales "
                + $"in them are missing."),
        Strength = 1,
        Units = -load.Rejected,
        FirstDay = picture.Origin,
        LastDay = picture.Origin,
    });
}
