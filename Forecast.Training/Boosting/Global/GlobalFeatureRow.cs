namespace Forecast.Training.Boosting.Global;

/// <summary>
/// Writes the features of one series, origin and step. Demand appears divided by the level of the series, so that one model serves large
/// and small series; nothing after the origin is read but what a planner knows ahead: calendar, promotions, prices, opening days.
/// </summary>
internal ref struct GlobalFeatureRow
{
    private const int Week = 7, Year = 364, LevelDays = 91, ShrinkDays = 10;
    private const float LeastLevel = 0.02f; // a unit in fifty days

    private readonly GlobalPanel global;
    private readonly SeriesHistory history;
    private readonly int series, origin, target, known;
    private readonly float level;
    private readonly Span<float> row;
    private int at;

    private GlobalFeatureRow(
        GlobalPanel global, SeriesHistory history, int series, int origin, int step, int horizon, float level, Span<float> row)
    {
        (this.global, this.history, this.series, this.origin, this.level) = (global, history, series, origin, level);
        this.row = row;
        target = origin + step;
        known = Math.Min(origin + horizon, global.Panel.Days + global.Panel.Horizon - 1); // last day known ahead
    }

    /// <summary>The level demand is divided by: the mean of a quarter, or of a year or two if it was dead since.</summary>
    internal static float Level(SeriesHistory history, int origin)
    {
        float year = history.Mean(origin - Year + 1, origin), quarter = history.Mean(origin - LevelDays + 1, origin);
        if (float.IsNaN(year))
            year = history.Mean(origin - (2 * Year) + 1, origin);
        if (float.IsNaN(year))
            return LeastLevel; // nothing known for two years
        if (float.IsNaN(quarter))
            quarter = year;
        return Math.Max(Math.Max(quarter, 0.25f * year), LeastLevel);
    }

    internal static void Write(
        GlobalPanel global, SeriesHistory history, int series, int origin, int step, int horizon, float level, Span<float> row)
    {
        var writer = new GlobalFeatureRow(global, history, series, origin, step, horizon, level, row);
        writer.Recent();
        writer.Weekdays();
        writer.Seasons();
        writer.Group(global.Stores);
        writer.Group(global.Categories);
        writer.Holidays();
        writer.Promotions();
        writer.Prices();
        writer.Opening();
        var code = global.Panel.Series[series];
        writer.Put(code.Store);
        writer.Put(code.Category);
        writer.Put(code.Item);
    }

    private void Put(float value) => row[at++] = value;

    private void Skip(int columns)
    {
        row.Slice(at, columns).Fill(float.NaN);
        at += columns;
    }

    private void Recent()
    {
        for (int lag = 0; lag < Week; lag++)
            Put(history.At(origin - lag) / level);
        Put(history.Mean(origin - 6, origin) / level);
        Put(history.Mean(origin - 27, origin) / level);
        Put(history.Mean(origin - 55, origin - 28) / level);
        Put(history.Mean(origin - Year + 1, origin) / level);
        Put(history.FastLevel[origin] / level);
        Put(history.SlowLevel[origin] / level);
        Put(history.Deviation(origin - 27, origin) / level);
        Put(history.Deviation(origin - 181, origin) / level);
        Put(history.ZeroShare(origin - 27, origin));
        Put(history.ZeroShare(origin - 181, origin));
        Put(MathF.Min(60, history.SinceSale(origin)));
        Put(MathF.Log(level));
        Put(MathF.Min(origin - history.First, 2 * Year));
        Put(target - origin);
    }

    private void Weekdays()
    {
        int same = target - (Week * ((target - origin + Week - 1) / Week)); // last such day up to the origin
        Put(global.Weekday[target]);
        for (int w = 0; w < 4; w++)
            Put(history.At(same - (Week * w)) / level);
        Put(history.WeekdayMean(same, 4) / level);
        Put(history.WeekdayMean(same, 8) / level);
        Put(history.WeekdayMean(same, 26) / history.Mean(same - 181, origin));
    }

    private void Seasons()
    {
        Put(global.DayOfMonth[target]);
        Put(global.DaysToMonthEnd[target]);
        Put(global.DayOfYear[target]);
        Put(global.Month[target]);
        Put(UpToOrigin(target - Year) is var day and >= 0 ? history.At(day) / level : float.NaN);
        Put(PastMean(target - Year, 3) / level);
        Put(PastMean(target - Year, 7) / PastMean(origin - Year - 14, 14));
        Put(PastMean(target - (2 * Year), 7) / PastMean(origin - (2 * Year) - 14, 14));
    }

    /// <summary>Mean of the days around a past one; NaN where they would reach beyond the origin.</summary>
    private readonly float PastMean(int day, int around) =>
        UpToOrigin(day + around) < 0 ? float.NaN : history.Mean(day - around, day + around);

    private readonly int UpToOrigin(int day) => day <= origin ? day : -1;

    private void Group(GroupHistory? group)
    {
        if (group is null)
        {
            Skip(4);
            return;
        }

        int same = target - (Week * ((target - origin + Week - 1) / Week)), ago = target - Year;
        float month = group.Mean(series, origin - 27, origin);
        Put(group.Mean(series, origin - 6, origin) / month);
        Put(group.WeekdayMean(series, same, 4) / month);
        bool past = ago + 7 <= origin;
        Put(past ? group.Mean(series, ago - 7, ago + 7) / group.Mean(series, origin - Year - 28, origin - Year) : float.NaN);
        Put(past ? group.At(series, ago) / group.Mean(series, ago - 7, ago + 7) : float.NaN);
    }

    private void Holidays()
    {
        if (global.Holidays is not { } axis)
        {
            Skip(5);
            return;
        }

        Put(axis.Name(target));
        Put(axis.DaysTo(target));
        Put(axis.DaysSince(target));
        int then = axis.Counterpart(target, origin);
        Put(then < 28 ? float.NaN : history.At(then) / history.Mean(then - 28, then - 1));
        Put(then < 28 || global.Stores is null ? float.NaN
            : global.Stores.At(series, then) / global.Stores.Mean(series, then - 28, then - 1));
    }

    private void Promotions()
    {
        if (global.Panel.Promotion is null)
        {
            Skip(11);
            return;
        }

        float today = Promotion(target);
        int same = target - (Week * ((target - origin + Week - 1) / Week));
        Put(today);
        Put(Promotion(target - 1));
        Put(target < known ? Promotion(target + 1) : float.NaN);
        int run = 0;
        while (today > 0 && run < 28 && target - run - 1 >= 0 && Promotion(target - run - 1) > 0)
            run++;
        Put(run);
        Put(Promotion(origin));
        Put(Promotion(same));

        var (sumOn, on) = history.Promoted(origin - Year + 1, origin, promoted: true);
        var (sumOff, off) = history.Promoted(origin - Year + 1, origin, promoted: false);
        var (_, monthOn) = history.Promoted(origin - 27, origin, promoted: true);
        Put(monthOn / 28f);
        Put(on + off == 0 ? float.NaN : (float)on / (on + off));
        double usual = off == 0 ? double.NaN : sumOff / off;
        Put((float)((sumOn + (ShrinkDays * usual)) / (on + ShrinkDays) / usual)); // few promotions: toward none
        Put(RecentAlike(today > 0) / level);
        Put((float)(today > 0 ? sumOn / on : usual) / level);
    }

    /// <summary>Mean of the last eight known days that were in or out of promotion as the target day is; looks back half a year.</summary>
    private readonly float RecentAlike(bool promoted)
    {
        double sum = 0;
        int n = 0;
        for (int t = origin; t >= 0 && t > origin - 182 && n < 8; t--)
        {
            float y = history.Value[t];
            if (float.IsNaN(y) || Promotion(t) > 0 != promoted)
                continue;
            sum += y;
            n++;
        }

        return n == 0 ? float.NaN : (float)(sum / n);
    }

    private void Prices()
    {
        if (global.Panel.Price is null)
        {
            Skip(3);
            return;
        }

        double sum = 0;
        int n = 0;
        for (int t = Math.Max(0, origin - LevelDays + 1); t <= origin; t++)
        {
            float price = Price(t);
            if (!(price > 0))
                continue;
            sum += price;
            n++;
        }

        float usual = n == 0 ? float.NaN : (float)(sum / n);
        Put(Price(target) / usual);
        Put(Price(target) / Price(origin));
        Put(Price(origin) / usual);
    }

    private void Opening()
    {
        if (global.Panel.Open is null)
        {
            Skip(3);
            return;
        }

        Put(Open(target - 1));
        Put(target < known ? Open(target + 1) : float.NaN);
        float days = 0;
        for (int t = target - 3; t <= Math.Min(target + 3, known); t++)
            days += Open(t) == 0 ? 0 : 1;
        Put(days);
    }

    private readonly float Promotion(int day) => Known(global.Panel.Promotion!, day);

    private readonly float Price(int day) => Known(global.Panel.Price!, day);

    private readonly float Open(int day) => Known(global.Panel.Open!, day);

    private readonly float Known(float[] values, int day) =>
        (uint)day < (uint)(global.Panel.Days + global.Panel.Horizon) ? values[(series * (global.Panel.Days + global.Panel.Horizon)) + day]
            : float.NaN;
}
