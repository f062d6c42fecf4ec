using System.Globalization;
using Forecast.Domain.Worklists;

namespace Forecast.Training.Worklists.Detectors;

/// <summary>
/// What lies far off, from the whole to its parts, each part only where the whole does not explain it: a week in which everything sells
/// half as much again is one line, and a store is a second one only where it does clearly more than that. Promotions come before all, since
/// they are their own explanation, and do not count in what is around them.
/// </summary>
internal sealed class ShiftLines
{
    /// <summary>A part is more than its whole where its factor, as a logarithm, is beyond this many times that of the whole.</summary>
    private const double MoreThanTheWhole = 1.5;

    /// <summary>Half of a group must go at least this share of its way.</summary>
    private const double Broad = 0.5;

    private readonly RegionPicture picture;
    private readonly Dictionary<PicturedSeries, (double Expected, double Reference)> compared = [];
    private readonly Dictionary<PicturedSeries, double> explained = [];

    /// <summary>Lines of one picture.</summary>
    /// <param name="picture">The region.</param>
    /// <param name="compare">
    /// Units expected of a series and units to compare with; null where it has none. The reference of a group is the sum of theirs.
    /// </param>
    public ShiftLines(RegionPicture picture, Func<PicturedSeries, (double Expected, double Reference)?> compare)
    {
        this.picture = picture;
        foreach (var series in picture.Series.Where(s => s.IsGoing && s.Noise is not null))
        {
            if (compare(series) is { } values)
                compared.Add(series, values);
        }
    }

    /// <summary>What lies far off in the direction of a sign.</summary>
    public IEnumerable<ShiftLine> In(int sign)
    {
        explained.Clear();
        var lines = new List<ShiftLine>();
        var promoted = compared.Keys.Where(s => s.PromotionFrom is not null && IsOut(s, sign)).ToList();
        lines.AddRange(Promotions(promoted));
        var around = compared.Keys.Except(promoted).ToList();
        AddGroup(lines, Subject.OfRegion(around.Count), around, ShiftLevel.Region, sign);
        foreach (var category in around.GroupBy(s => picture.Items[s.ItemId].Category).Where(g => g.Key.Length > 0))
        {
            PicturedSeries[] members = [.. category];
            AddGroup(lines, Subject.OfCategory(category.Key, members), members, ShiftLevel.Group, sign);
        }

        foreach (var item in around.GroupBy(s => s.ItemId))
        {
            PicturedSeries[] members = [.. item];
            if (members.Length >= Gathering.FewestStores)
                AddGroup(lines, Subject.Of(picture.Items[item.Key], members.Length), members, ShiftLevel.Group, sign);
        }

        foreach (var store in around.GroupBy(s => s.StoreId))
        {
            PicturedSeries[] members = [.. store];
            if (members.Length >= Gathering.FewestItems)
                AddGroup(lines, Subject.Of(picture.Stores[store.Key], members.Length), members, ShiftLevel.Group, sign);
        }

        var alone = around.Where(s => IsOut(s, sign) && IsMoreThanItsWhole(s, Of(s).Factor));
        lines.AddRange(Gathering.Of(picture, alone).Select(g => new ShiftLine(
            g.About, g.Series.Count == 1 ? "level" : "several", Of(g.Series), ShiftLevel.Series, g.Series)));
        return lines;
    }

    /// <summary>Promotions are told apart by the day they began on.</summary>
    private IEnumerable<ShiftLine> Promotions(List<PicturedSeries> promoted) =>
        promoted.GroupBy(s => s.PromotionFrom!.Value).Select(promotion =>
        {
            PicturedSeries[] members = [.. promotion];
            return new ShiftLine(OfPromotion(promotion.Key, members), "promotion", Of(members), ShiftLevel.Series, members);
        });

    private Subject OfPromotion(DateOnly from, PicturedSeries[] members)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"promotion {from:yyyy-MM-dd}");
        if (members.Length == 1)
            return Subject.Of(picture, members[0]) with { Key = $"{key} series {members[0].Id}" };
        int items = members.DistinctBy(m => m.ItemId).Count(), stores = members.DistinctBy(m => m.StoreId).Count();
        var whole = Subject.OfRegion(members.Length) with
        {
            Key = key,
            Title = string.Create(CultureInfo.InvariantCulture,
                $"Promotion from {from:d MMM}: {Subject.Count(items, "item")} in {Subject.Count(stores, "store")}"),
            SeriesIds = Array.ConvertAll(members, m => m.Id),
        };
        return items == 1
            ? whole with
            {
                Level = WorklistLevel.Item,
                ItemId = members[0].ItemId,
                Title = string.Create(CultureInfo.InvariantCulture,
                    $"{picture.Items[members[0].ItemId].Name}: promotion from {from:d MMM} in {Subject.Count(stores, "store")}"),
            }
            : whole;
    }

    private void AddGroup(
        List<ShiftLine> lines, Subject about, IReadOnlyCollection<PicturedSeries> members, double threshold, int sign)
    {
        if (members.Count == 0)
            return;
        var shift = Of(members);
        if (!shift.IsBeyond(threshold, sign) || !IsBroad(members, shift, sign)
            || !members.All(m => IsMoreThanItsWhole(m, shift.Factor)))
            return;
        lines.Add(new ShiftLine(about, "level", shift, threshold, members));
        foreach (var member in members)
            explained[member] = Math.Max(explained.GetValueOrDefault(member), MoreThanTheWhole * shift.Factor);
    }

    /// <summary>
    /// Whether what happens to a group happens to much of it: members that stand for half of what it usually sells go at least half of its
    /// way. One member that moves a whole group is told as itself.
    /// </summary>
    private bool IsBroad(IReadOnlyCollection<PicturedSeries> members, Shift shift, int sign)
    {
        double half = members.Sum(Weight) / 2, seen = 0;
        foreach (var member in members.OrderByDescending(m => sign * Of(m).SignedFactor))
        {
            seen += Weight(member);
            if (seen >= half)
                return sign * Of(member).SignedFactor >= Broad * shift.Factor;
        }

        return false;

        static double Weight(PicturedSeries series) => series.Usual + 1;
    }

    private bool IsMoreThanItsWhole(PicturedSeries series, double factor) => factor > explained.GetValueOrDefault(series);

    private bool IsOut(PicturedSeries series, int sign) => Of(series).IsBeyond(ShiftLevel.Series, sign);

    private Shift Of(PicturedSeries series) =>
        new(compared[series].Expected, compared[series].Reference, series.Noise!.Value.Deviation);

    /// <summary>A group scatters as its own weeks do, not as the sum of its members.</summary>
    private Shift Of(IReadOnlyCollection<PicturedSeries> members)
    {
        double expected = 0, reference = 0;
        var weeks = new double[RegionPicture.DaysBack / RegionPicture.DaysAhead];
        foreach (var member in members)
        {
            expected += compared[member].Expected;
            reference += compared[member].Reference;
            for (int w = 0; w < weeks.Length; w++)
                weeks[w] += double.IsFinite(member.Weeks[w]) ? member.Weeks[w] : member.Usual;
        }

        return new Shift(expected, reference, LevelNoise.Of(weeks)!.Value.Deviation);
    }
}

/// <summary>One line.</summary>
/// <param name="About">What it is about.</param>
/// <param name="Cause">Why, as a key.</param>
/// <param name="Shift">By how much.</param>
/// <param name="Threshold">Deviations from which such things are told.</param>
/// <param name="Members">The series it stands for.</param>
internal sealed record ShiftLine(
    Subject About, string Cause, Shift Shift, double Threshold, IReadOnlyCollection<PicturedSeries> Members);
