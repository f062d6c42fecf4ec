using System.Globalization;
using Forecast.Domain.Worklists;

namespace Forecast.Training.Worklists.Detectors;

/// <summary>Fits that gave nothing to show, so that older models go on: it concerns all of the region's forecast.</summary>
internal sealed class FailedFits : IDetector
{
    public IEnumerable<Finding> Find(RegionPicture picture)
    {
        double ahead = picture.Series.Sum(s => s.Ahead);
        return picture.FailedFits.Select(run => new Finding
        {
            Kind = WorklistKind.FellBack,
            About = Subject.OfRegion(picture.Series.Count) with
            {
                Key = string.Create(CultureInfo.InvariantCulture, $"run {run.Id}"),
                SeriesIds = [], // What was sold tells nothing of it.
            },
            Cause = "fit failed",
            Reason = $"The forecast on show is that of older models. {run.Message}",
            Strength = 1,
            Units = ahead,
            FirstDay = picture.FirstDay,
            LastDay = picture.LastDay,
            Forecast = ahead,
        });
    }
}
