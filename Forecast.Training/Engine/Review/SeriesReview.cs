using System.Globalization;
using Forecast.Domain.Sales;
using Forecast.Training.Models.Effects;
using Forecast.Training.Panels;

namespace Forecast.Training.Engine.Review;

/// <summary>Reviews one series after another; one instance serves one worker.</summary>
/// <remarks>
/// A day is an outlier if chance would hardly bring it about, counts included (the series' own negative binomial or gamma), <b>and</b>
/// nothing like it happened on other days of the half year around it: it stands apart from them, and from where their own tail leads (Hill,
/// 1975). So series with heavy tails are known by their other days.
/// </remarks>
internal sealed class SeriesReview(Panel panel, EffectRows effects)
{
    /// <summary>Probability below which chance is no explanation.</summary>
    private const double Unlikely = 1e-7;

    /// <summary>Share of days that may sell as much by the series' own tail.</summary>
    private const double UnlikelyByTail = 1e-5;

    /// <summary>Days that tell the tail, the largest of all apart: it may be an outlier itself.</summary>
    private const int TailDays = 12;

    /// <summary>How much more than on any other day, one excepted, a spike must have sold.</summary>
    private const double TimesOthers = 2;

    /// <summary>Units below which no spike is worth a look.</summary>
    private const double LeastUnits = 3;

    /// <summary>A series that others would not miss for so long has gone, rather than run out.</summary>
    private const int LongestGap = 7;

    /// <summary>First weeks of a series: nothing is usual yet.</summary>
    private const int LaunchDays = 28;

    /// <summary>Days examined per series as spikes, those that stand out most.</summary>
    private const int MostCandidates = 6;

    private const int Week = 7;

    private readonly DemandAround around = new(panel);
    private readonly float[] factors = new float[panel.Days];
    private readonly (double Ratio, int Day)[] candidates = new (double, int)[MostCandidates];
    private int series, firstSale;

    /// <summary>The remarks on one series, by day.</summary>
    public List<DayRemark> Of(int series)
    {
        var remarks = new List<DayRemark>();
        (this.series, firstSale) = (series, FirstSales.Index(panel, series));
        if (firstSale == panel.Days)
            return remarks;
        effects.Begin(series, panel.Days);
        for (int t = Math.Max(firstSale, panel.Days - SalesReview.StockOutDays - DemandAround.Reach); t < panel.Days; t++)
            factors[t] = effects.Factor(series, t);
        AddStockOuts(remarks);
        AddOutliers(remarks);
        return remarks;
    }

    private void AddStockOuts(List<DayRemark> remarks)
    {
        if (panel.StockedOut is not { } stockedOut)
            return;
        for (int t = Math.Max(firstSale, panel.Days - SalesReview.StockOutDays); t < panel.Days; t++)
        {
            if (stockedOut[series * panel.Days + t] > 0 && IsOpen(t) && Sold(t) is >= 0 and < float.PositiveInfinity and var sold
                && Expect(t) is { } expected)
            {
                double demand = expected.AtLeast(sold);
                remarks.Add(Remark(t, SalesRemarkKind.StockOut, demand, sold == 0
                    ? $"Stocked out, nothing sold; {Units(demand)} were to be expected."
                    : $"Stocked out after {Units(sold)}; where demand reaches {Units(sold)} on such a day, "
                        + $"it is {Units(demand)} on average."));
            }
        }
    }

    private void AddOutliers(List<DayRemark> remarks)
    {
        int from = Math.Max(firstSale + LaunchDays, panel.Days - SalesReview.OutlierDays);
        Span<double> usual = stackalloc double[Week];
        Usual(from, usual);
        foreach (var (_, day) in candidates.AsSpan(0, Spikes(from, usual)))
            AddIfSpike(remarks, day);
        for (int t = Math.Max(firstSale, panel.Days - SalesReview.OutlierDays); t < panel.Days; t++)
        {
            if (panel.IsHeldDown(series, t))
                AddHeldDown(remarks, t);
        }

        for (int t = from; t < panel.Days; t++)
        {
            // Below ten a day, no sale is never unlikely enough.
            if (Sold(t) == 0 && usual[Phase(t)] > 10 && IsOrdinary(t))
                t += AddIfGap(remarks, t);
        }
    }

    /// <summary>Mean per weekday of demand freed of effects.</summary>
    private void Usual(int from, Span<double> usual)
    {
        Span<int> days = stackalloc int[Week];
        for (int t = from; t < panel.Days; t++)
        {
            if (!IsKnown(t))
                continue;
            usual[Phase(t)] += Sold(t) / factors[t];
            days[Phase(t)]++;
        }

        for (int p = 0; p < Week; p++)
            usual[p] = days[p] == 0 ? 0 : usual[p] / days[p];
    }

    /// <summary>Fills <see cref="candidates"/> with the ordinary days that stand out most; returns how many.</summary>
    private int Spikes(int from, ReadOnlySpan<double> usual)
    {
        int found = 0;
        for (int t = from; t < panel.Days; t++)
        {
            double ratio = Sold(t) / (factors[t] * usual[Phase(t)]);
            if (!(ratio > TimesOthers) || !IsOrdinary(t) || panel.IsHeldDown(series, t)
                || (found == MostCandidates && ratio <= candidates[found - 1].Ratio))
                continue;
            int at = found < MostCandidates ? found++ : found - 1;
            for (; at > 0 && candidates[at - 1].Ratio < ratio; at--)
                candidates[at] = candidates[at - 1];
            candidates[at] = (ratio, t);
        }

        return found;
    }

    private void AddIfSpike(List<DayRemark> remarks, int day)
    {
        double sold = Sold(day);
        if (Expect(day) is not { } expected || sold - expected.Mean < LeastUnits)
            return;
        var others = around.Others(expected.Mean);
        double second = others.Length > 1 ? others[^2] : 0;
        expected.Distribution.Cdf(sold, out double below);
        if (sold <= TimesOthers * Math.Max(second, expected.Mean) || 1 - below > Unlikely || ByTail(others, sold) > UnlikelyByTail)
            return;
        double most = others.Length > 0 && others[^1] <= sold / TimesOthers ? others[^1] : second;
        remarks.Add(Remark(day, SalesRemarkKind.Outlier, expected.Mean,
            $"Sold {Units(sold)} where {Units(expected.Mean)} were to be expected; days like it in the months around sold {Units(most)} at "
                + "most."));
    }

    /// <summary>A day that nothing learns from as it was loaded: whoever loaded it must know.</summary>
    private void AddHeldDown(List<DayRemark> remarks, int day)
    {
        float usual = panel.Sold[series * panel.Days + day];
        double suggested = Expect(day)?.Mean ?? (float.IsNaN(usual) ? 0 : usual);
        remarks.Add(Remark(day, SalesRemarkKind.Outlier, suggested,
            $"Sold {Units(Sold(day))} where {Units(suggested)} were to be expected, far beyond every other day: a mistake? "
                + "The forecast does without it."));
    }

    /// <summary>Probability of so much by the tail of the other days: a power beyond the largest of them.</summary>
    private static double ByTail(ReadOnlySpan<double> others, double sold)
    {
        if (others.Length <= TailDays)
            return 0;
        double start = others[^TailDays], excess = 0;
        if (start <= 0)
            return 0; // Too few sales to have a tail.
        foreach (double other in others[^TailDays..^1])
            excess += Math.Log(other / start) / (TailDays - 2);
        return excess <= 0 ? 0 : (double)TailDays / others.Length * Math.Pow(sold / start, -1 / excess);
    }

    /// <summary>Returns how many days after this one belong to the same gap.</summary>
    private int AddIfGap(List<DayRemark> remarks, int day)
    {
        int last = day;
        while (last + 1 < panel.Days && !(Sold(last + 1) > 0))
            last++;
        int length = last - day + 1;
        if (length > LongestGap || Sold(day - 1) == 0 || Expect(day) is not { } expected)
            return length - 1;
        var others = around.Others(expected.Mean);
        int zeros = others.IndexOfAnyExcept(0);
        if (zeros >= 0 && zeros < length && expected.Distribution.Cdf(0, out _) <= Unlikely)
        {
            remarks.Add(Remark(day, SalesRemarkKind.Outlier, expected.Mean,
                $"Nothing sold{(length == 1 ? "" : FormattableString.Invariant($" for {length} days from here"))} where "
                    + $"{Units(expected.Mean)} were to be expected; "
                + $"days like it in the months around sold {Units(others[zeros])} at least. A stock-out that was not reported?"));
        }

        return length - 1;
    }

    private DayRemark Remark(int day, SalesRemarkKind kind, double suggested, string reason) => new(
        series, panel.FirstDay.AddDays(day), kind, Sold(day), (float)suggested,
            SalesReview.Impact(Sold(day), suggested, panel.Days - 1 - day), reason);

    private ExpectedDemand? Expect(int day) => around.Of(series, day, firstSale, DemandAround.Reach, factors);

    private float Sold(int day) => panel.Quantity[series * panel.Days + day];

    private int Phase(int day) => (panel.FirstDay.DayNumber + day) % Week;

    private bool IsOpen(int day) => panel.Open is not { } open || open[series * (panel.Days + panel.Horizon) + day] != 0;

    private bool IsKnown(int day) =>
        Sold(day) is >= 0 and < float.PositiveInfinity && IsOpen(day) && !(panel.StockedOut?[series * panel.Days + day] > 0);

    /// <summary>Nothing known explains the day: no promotion, no unusual price, no holiday near.</summary>
    private bool IsOrdinary(int day) =>
        IsKnown(day) && effects.EventFactor(series, day, out bool isPromotion) == 1 && !isPromotion
            && MathF.Abs(effects.Calendar(series, day).Holiday) < 0.01f;

    private static string Units(double units) => units < 10
        ? units.ToString("0.#", CultureInfo.InvariantCulture)
        : units.ToString("#,0", CultureInfo.InvariantCulture);
}
