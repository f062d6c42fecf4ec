using Forecast.Domain.Calendar;

namespace Forecast.Domain.Demo;

/// <summary>
/// What moves demand in a region on every day, whatever the store: seasons, holidays, promotions and prices. Worked out once, so that a
/// store-item-day costs a few multiplications. Arrays run from the plan's first day to the last planned one.
/// </summary>
internal sealed class DemoRegionDemand
{
    private readonly DemoPlan plan;
    private readonly DemoRegion region;
    private readonly DemoChance chance;
    private readonly int regionIndex;
    private readonly int days;

    public DemoRegionDemand(DemoPlan plan, int regionIndex, DateOnly lastPlannedDay)
    {
        this.plan = plan;
        this.regionIndex = regionIndex;
        region = DemoRegion.All[regionIndex];
        chance = DemoChance.FromSeed(plan.Seed);
        days = lastPlannedDay.DayNumber - plan.FirstDay.DayNumber + 1;
        Category = [.. DemoAssortment.Categories.Select(_ => new float[days])];
        HolidayClosed = new bool[days];
        Items = [.. Enumerable.Range(0, plan.Items).Select(item => Offer(item))];
        FillCategories();
    }

    /// <summary>By category and day: season and holidays.</summary>
    public float[][] Category { get; }

    /// <summary>By item.</summary>
    public DemoOffer[] Items { get; }

    /// <summary>By day: a holiday on which stores stay shut.</summary>
    public bool[] HolidayClosed { get; }

    private void FillCategories()
    {
        // A fortnight beyond the end, so that the run-up to a holiday there shows.
        var rush = new float[days];
        var calm = new float[days];
        Array.Fill(calm, 1f);
        foreach (var holiday in HolidayCalendar.For(region.HolidayCalendar, plan.FirstDay.AddDays(-3), plan.FirstDay.AddDays(days + 14)))
        {
            int day = holiday.Day.DayNumber - plan.FirstDay.DayNumber;
            bool closed = region.ClosedOn.Contains(holiday.Name);
            if (closed && day >= 0 && day < days)
                HolidayClosed[day] = true;
            var (before, strength) = RunUp(holiday.Name, closed);
            for (int lead = 1; lead <= before; lead++)
            {
                if (day - lead >= 0 && day - lead < days)
                    rush[day - lead] += strength * (1f - (lead - 1f) / before);
            }

            if (day >= 0 && day < days && !closed)
                calm[day] *= 0.82f;
            if (closed && day + 1 >= 0 && day + 1 < days)
                calm[day + 1] *= 0.92f;
        }

        for (int c = 0; c < Category.Length; c++)
        {
            var category = DemoAssortment.Categories[c];
            for (int day = 0; day < days; day++)
            {
                int dayOfYear = plan.FirstDay.AddDays(day).DayOfYear;
                float season = MathF.Exp(category.YearlySwing * MathF.Cos(MathF.Tau * (dayOfYear - category.PeakDay) / 365.25f));
                Category[c][day] = season * calm[day] * (1f + category.Festive * rush[day]);
            }
        }
    }

    /// <summary>Days of rush before a holiday and its strength on the last of them.</summary>
    private static (int Days, float Strength) RunUp(string holiday, bool closed) => holiday switch
    {
        "Christmas Day" => (12, 0.85f),
        "Thanksgiving" => (6, 0.8f),
        "Easter Sunday" => (6, 0.45f),
        "New Year's Day" => (3, 0.4f),
        "Independence Day" or "Super Bowl Sunday" => (3, 0.35f),
        _ => closed ? (2, 0.3f) : (0, 0f),
    };

    private DemoOffer Offer(int item)
    {
        var offer = new DemoOffer(new float[days], new float[days], new float[days], new float[days]);
        var data = DemoAssortment.Item(item);
        float promotionRate = data.Popularity < 1 ? 0.012f : chance.About(DemoSubject.Promotion, item).Between(0.04f, 0.11f);
        float elasticity = chance.About(DemoSubject.Elasticity, item).Between(4.5f, 8f);
        var promotions = chance.About(DemoSubject.Promotion, item, regionIndex + 1);
        var discounts = chance.About(DemoSubject.Discount, item, regionIndex);
        var prices = chance.About(DemoSubject.Price, item, regionIndex);
        var priceDays = chance.About(DemoSubject.PriceDay, item, regionIndex);
        float usual = data.Price * region.PriceLevel, factor = 1f;
        for (int day = 0; day < days; day++)
        {
            int number = plan.FirstDay.DayNumber + day;
            // Twice a year the price moves on a day of its own, mostly upwards.
            if (priceDays.Bits(number / 182) % 182 == (ulong)(number % 182))
                factor *= 1f + prices.Between(-0.03f, 0.06f, number / 182);

            int week = (number + 4) / 7; // Thursday to Wednesday, as leaflets run.
            int dayOfWeek = (number + 4) % 7;
            bool promoted = promotions.Unit(week) < promotionRate;
            bool after = !promoted && promotions.Unit(week - 1) < promotionRate;
            float discount = promoted ? discounts.Between(0.12f, 0.35f, week) : 0f;
            float price = MathF.Max(0.09f, MathF.Round(usual * factor * (1f - discount) * 10f) / 10f - 0.01f);
            float priceEffect = MathF.Pow(factor, -1.2f);
            offer.Promotion[day] = promoted ? 1f : 0f;
            offer.Price[day] = price;
            offer.PriceUnpromoted[day] = MathF.Max(0.09f, MathF.Round(usual * factor * 10f) / 10f - 0.01f);
            offer.Demand[day] = priceEffect * (promoted ? 1f + discount * elasticity * (1.25f - 0.06f * dayOfWeek) : after ? 0.93f : 1f);
        }

        return offer;
    }
}

/// <summary>An item's offer in a region, by day.</summary>
/// <param name="Promotion">1 on promoted days.</param>
/// <param name="Price">Price where the promotion is taken part in.</param>
/// <param name="PriceUnpromoted">Price elsewhere.</param>
/// <param name="Demand">Factor on demand.</param>
internal sealed record DemoOffer(float[] Promotion, float[] Price, float[] PriceUnpromoted, float[] Demand);
