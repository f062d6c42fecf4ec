namespace Forecast.Training.Worklists;

/// <summary>
/// Finds one kind of thing in a region that deserves a look. Knows neither database nor people: what is in the picture decides. A new kind
/// is one file and one line in <c>AllDetectors</c>.
/// </summary>
internal interface IDetector
{
    /// <summary>What it finds, in any order; no two with the same kind, subject and cause.</summary>
    IEnumerable<Finding> Find(RegionPicture picture);
}
