using Forecast.Domain.Worklists;

namespace Forecast.Training.Worklists.Detectors;

/// <summary>
/// Shelves that ran empty: marked as such in the sales of the last days, or suspected, because an item sold nothing for longer than its own
/// rhythm explains while its store went on selling.
/// </summary>
internal sealed class EmptyShelves : IDetector
{
    /// <summary>Days that tell on how many of them an item sells.</summary>
    private const int RhythmDays = 56;

    /// <summary>Days of them that must be known.</summary>
    private const int FewestDays = 28;

    /// <summary>Days of silence from which an item has ended rather than run out.</summary>
    private const int EndedDays = 21;

    /// <summary>Days back that marked shelves are told of.</summary>
    public const int ShelfDays = 7;

    /// <summary>Powers of ten by which such silence must be improbable.</summary>
    private const double Improbable = 4;

    public IEnumerable<Finding> Find(RegionPicture picture)
    {
        var open = OpenDays(picture);
        var silent = new Dictionary<PicturedSeries, (int Days, double Power)>();
        foreach (var series in picture.Series.Where(s => s.IsGoing && s.Noise is not null && !picture.MarkedShelves.ContainsKey(s.Id)))
        {
            if (Silence(series, open[series.StoreId]) is { Power: >= Improbable } silence)
                silent.Add(series, silence);
        }

        foreach (var (about, series) in Gathering.Of(picture, silent.Keys))
            yield return Suspected(picture, about, series, silent);
        var marked = picture.Series.Where(
            s => s.Noise is { } noise && picture.MarkedShelves.GetValueOrDefault(s.Id) >= noise.Deviation);
        foreach (var (about, series) in Gathering.Of(picture, marked))
            yield return Marked(picture, about, series);
    }

    private static Finding Suspected(
        RegionPicture picture, Subject about, IReadOnlyList<PicturedSeries> series,
        Dictionary<PicturedSeries, (int Days, double Power)> silent)
    {
        int longest = series.Max(s => silent[s].Days);
        double lost = series.Sum(s => Lost(s, silent[s].Days));
        return Line(picture, about, series, "silence", -lost, series.Max(s => silent[s].Power) / Improbable,
            s => -Lost(s, silent[s].Days)) with
        {
            Reason = $"Nothing was sold on {(longest == 1 ? "the last day" : $"the last {longest} days")} the store was open, which by its "
                + $"own rhythm happens by chance less than once in ten thousand times. Some {Words.Units(lost)} units may be missed.",
        };
    }

    private static Finding Marked(RegionPicture picture, Subject about, IReadOnlyList<PicturedSeries> series)
    {
        double lost = series.Sum(s => picture.MarkedShelves[s.Id]);
        return Line(picture, about, series, "marked", -lost, lost / series.Sum(s => s.Noise!.Value.Deviation),
            s => -picture.MarkedShelves[s.Id]) with
        {
            Reason = $"The shelf was marked as empty in the last {ShelfDays} days; some {Words.Units(lost)} units were missed.",
        };
    }

    private static Finding Line(
        RegionPicture picture, Subject about, IReadOnlyList<PicturedSeries> series, string cause, double units, double strength,
        Func<PicturedSeries, double> each) => new()
        {
            Kind = WorklistKind.StockOut,
            About = about,
            Cause = cause,
            Reason = "",
            Strength = Math.Max(1, strength),
            Units = units,
            Pallets = Gathering.Pallets(picture, series, each),
            FirstDay = picture.FirstDay,
            LastDay = picture.LastDay,
            Forecast = series.Sum(s => s.Ahead),
            Reference = series.Sum(s => s.Usual),
            Noise = series.Sum(s => s.Noise!.Value.Deviation),
        };

    private static double Lost(PicturedSeries series, int days) => series.Usual / RegionPicture.DaysAhead * days;

    /// <summary>By store: the days on which anything was sold.</summary>
    private static Dictionary<int, bool[]> OpenDays(RegionPicture picture)
    {
        var open = picture.Stores.Keys.ToDictionary(id => id, _ => new bool[RegionPicture.DaysBack]);
        foreach (var series in picture.Series)
        {
            var days = open[series.StoreId];
            var sold = series.Sold.Span;
            for (int d = 0; d < sold.Length; d++)
                days[d] |= sold[d] > 0;
        }

        return open;
    }

    /// <summary>Days without a sale up to the last one, and how improbable they are, in powers of ten; null where there are none.</summary>
    private static (int Days, double Power)? Silence(PicturedSeries series, bool[] open)
    {
        var sold = series.Sold.Span;
        int day = sold.Length - 1, silent = 0;
        for (; day >= 0 && !(sold[day] > 0); day--)
        {
            if (float.IsNaN(sold[day]))
                return null; // Nobody knows.
            silent += open[day] ? 1 : 0;
        }

        if (silent is 0 or >= EndedDays)
            return null;
        int known = 0, selling = 0;
        for (int last = Math.Max(0, day - RhythmDays + 1); day >= last; day--)
        {
            if (!open[day] || float.IsNaN(sold[day]))
                continue;
            known++;
            selling += sold[day] > 0 ? 1 : 0;
        }

        return known < FewestDays ? null : (silent, -silent * Math.Log10(1 - (selling + 0.5) / (known + 1)));
    }
}
