namespace Forecast.Domain.Demo;

/// <summary>
/// The sales of one store. A day's demand is level × season × week × holidays × offer, drawn as an overdispersed Poisson count; what the
/// shelf could not serve is lost. Every draw is a function of seed, series and day.
/// </summary>
internal sealed class DemoStoreDemand
{
    private const int KnotDays = 28;

    private readonly DemoPlan plan;
    private readonly DemoRegionDemand region;
    private readonly DemoChance chance;
    private readonly float[][] dayFactor;

    public DemoStoreDemand(DemoPlan plan, DemoStore store, DemoRegionDemand region)
    {
        this.plan = plan;
        this.region = region;
        Store = store;
        chance = DemoChance.FromSeed(plan.Seed);
        Open = OpenDays();
        dayFactor = [.. DemoAssortment.Categories.Select((_, category) => DayFactors(category))];
    }

    public DemoStore Store { get; }

    /// <summary>By day from the plan's first: 1 open, 0 closed.</summary>
    public float[] Open { get; }

    /// <summary>First day on which an item may be sold here, and the last; the last is null while it is in the assortment.</summary>
    public (DateOnly First, DateOnly? Last) Life(int item)
    {
        var (first, last) = ItemLife(plan, item);
        return (Store.OpenedOn > first ? Store.OpenedOn.Value : first, last);
    }

    /// <summary>Fills the days from one index to another (first included, last not) of arrays that start on the plan's first day.</summary>
    public void Fill(int item, int from, int to, Span<float> quantity, Span<float> promotion, Span<float> price, Span<float> stockedOut)
    {
        var data = DemoAssortment.Item(item);
        var offer = region.Items[item];
        var factors = dayFactor[data.Category];
        var series = new SeriesChance(chance, Store.Index, item);
        var (start, end) = Life(item);
        int firstDay = start.DayNumber - plan.FirstDay.DayNumber,
            lastDay = end is { } e ? e.DayNumber - plan.FirstDay.DayNumber : int.MaxValue;
        bool isNew = firstDay > 0;
        int lostFrom = Store.LostFrom is { } lost ? lost.DayNumber - plan.FirstDay.DayNumber : int.MaxValue;
        float level = data.Popularity * Store.Size * MathF.Exp(0.35f * series.Affinity);
        float knot = 0, nextKnot = 0, noise = data.Popularity < 1 ? 0.1f : series.Noise;
        int knotIndex = -1;
        int number = plan.FirstDay.DayNumber;
        for (int day = from; day < to; day++)
        {
            if (day < firstDay || day > lastDay)
            {
                quantity[day] = promotion[day] = price[day] = stockedOut[day] = float.NaN;
                continue;
            }

            int index = (number + day) / KnotDays;
            if (index != knotIndex)
            {
                knot = Knot(series, index);
                nextKnot = Knot(series, index + 1);
                knotIndex = index;
            }

            bool takesPart = series.TakesPart((number + day + 4) / 7);
            bool promoted = offer.Promotion[day] == 1f && takesPart;
            promotion[day] = promoted ? 1f : 0f;
            price[day] = promoted ? offer.Price[day] : offer.PriceUnpromoted[day];
            if (day >= lostFrom && day < lostFrom + DemoStore.LostDays)
            {
                quantity[day] = stockedOut[day] = float.NaN;
                continue;
            }

            float along = (number + day) % KnotDays * (1f / KnotDays);
            float demand = level * (knot + (nextKnot - knot) * along) * factors[day]
                * (offer.Promotion[day] == 1f && !takesPart ? 1f : offer.Demand[day]);
            if (isNew)
                demand *= MathF.Min(1f, 0.4f + 0.6f * (day - firstDay) / 40f);
            if (lastDay - day < 21)
                demand *= 0.35f + 0.65f * (lastDay - day) / 21f;
            ulong bits = series.Day.Bits(number + day);
            float shock = noise * DemoChance.Normal(bits);
            float sold = demand <= 0 ? 0 : series.Count(
                number + day, demand * (1f + shock + 0.5f * shock * shock) / (1f + 0.5f * noise * noise));
            float left = series.ShelfLeft(number + day);
            stockedOut[day] = left < 1f && Open[day] == 1f ? 1f : 0f;
            quantity[day] = left < 1f ? MathF.Floor(sold * left) : sold;
        }
    }

    /// <summary>Every twentieth item is new, another one in twenty is given up shortly before the plan's end; the rest stay.</summary>
    internal static (DateOnly First, DateOnly? Last) ItemLife(DemoPlan plan, int item)
    {
        int spread = (int)(DemoChance.FromSeed(plan.Seed).About(DemoSubject.Life, item).Bits(0) % 60);
        return (item % 20) switch
        {
            19 => (plan.Anchor.AddDays(-35 - spread), null),
            13 => (plan.FirstDay, plan.Anchor.AddDays(-10 - spread)),
            _ => (plan.FirstDay, null),
        };
    }

    private float Knot(SeriesChance series, int index)
    {
        float years = (index * KnotDays - plan.FirstDay.DayNumber) / 365.25f;
        float trend = Math.Clamp(DemoRegion.All[Store.Region].Growth + 0.05f * series.Trend, -0.2f, 0.2f);
        return MathF.Exp(trend * Math.Min(years, 4f) + 0.1f * series.Level.Normal(index));
    }

    private float[] OpenDays()
    {
        var open = new float[region.HolidayClosed.Length];
        for (int day = 0; day < open.Length; day++)
        {
            var date = plan.FirstDay.AddDays(day);
            bool shut = !Store.Format.AlwaysOpen
                && (region.HolidayClosed[day] || (DemoRegion.All[Store.Region].ClosedOnSundays && date.DayOfWeek == DayOfWeek.Sunday));
            open[day] = shut || date < Store.OpenedOn ? 0f : 1f;
        }

        return open;
    }

    private float[] DayFactors(int category)
    {
        var factors = new float[Open.Length];
        for (int day = 0; day < factors.Length; day++)
        {
            var weekday = plan.FirstDay.AddDays(day).DayOfWeek;
            float weekend = weekday is DayOfWeek.Friday or DayOfWeek.Saturday ? 1f + DemoAssortment.Categories[category].Weekend : 1f;
            factors[day] = Open[day] * Store.Format.Week[(int)weekday] * weekend * region.Category[category][day];
        }

        return factors;
    }
}
