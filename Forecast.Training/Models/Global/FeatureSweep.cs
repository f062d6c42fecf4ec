using Forecast.Training.Engine;

namespace Forecast.Training.Models.Global;

/// <summary>
/// Builds feature rows of one series after another. It walks the days once, keeps what can be known at each, and writes rows at the origins
/// asked for; nothing after an origin enters its rows but what is known ahead. Reused by one worker, so nothing is allocated per series.
/// </summary>
internal sealed class FeatureSweep
{
    /// <summary>Days before the first origin that a row needs.</summary>
    public const int WarmUp = 28;

    public static readonly string[] Names = Enum.GetNames<GlobalFeature>();

    private readonly Panel panel;
    private readonly PanelTotals totals;
    private readonly HolidayDays? holidays;
    private readonly int days, known;
    private readonly float[] demand;
    private readonly double[] sum, count, zeros, promotions;
    private readonly int[] promotionRun;
    private readonly int[] weekday, dayOfMonth, month, dayOfYear, daysToMonthEnd, dateYearAgo;
    private readonly float[] weekdayLevel = new float[7], likeDay = new float[14];
    private int series, next;
    private float fast, slow, spread, upliftSold, upliftExpected;
    private int lastSale;

    public FeatureSweep(Panel panel, PanelTotals totals, HolidayDays? holidays)
    {
        (this.panel, this.totals, this.holidays) = (panel, totals, holidays);
        days = panel.Days;
        known = panel.Days + panel.Horizon;
        demand = new float[days];
        sum = new double[days + 1];
        count = new double[days + 1];
        zeros = new double[days + 1];
        promotions = new double[known + 1];
        promotionRun = new int[known];
        weekday = new int[known];
        dayOfMonth = new int[known];
        month = new int[known];
        dayOfYear = new int[known];
        daysToMonthEnd = new int[known];
        dateYearAgo = new int[known];
        for (int t = 0; t < known; t++)
        {
            var day = panel.FirstDay.AddDays(t);
            weekday[t] = (int)day.DayOfWeek;
            dayOfMonth[t] = day.Day;
            month[t] = day.Month;
            dayOfYear[t] = day.DayOfYear;
            daysToMonthEnd[t] = DateTime.DaysInMonth(day.Year, day.Month) - day.Day;
            dateYearAgo[t] = day.AddYears(-1).DayNumber - panel.FirstDay.DayNumber;
        }
    }

    public static int Width => Names.Length;

    /// <summary>First day with a sale; <see cref="Panel.Days"/> if there is none.</summary>
    public int FirstSale { get; private set; }

    /// <summary>Demand that a row may be trained on: NaN where unknown or not learnable.</summary>
    public ReadOnlySpan<float> Demand => demand;

    /// <summary>Level that the features of the current origin are divided by.</summary>
    public float Scale { get; private set; }

    /// <summary>Turns to a series, before its first day.</summary>
    public void Begin(int series)
    {
        this.series = series;
        next = 0;
        fast = slow = float.NaN;
        spread = upliftSold = upliftExpected = 0;
        lastSale = -1;
        weekdayLevel.AsSpan().Fill(float.NaN);
        likeDay.AsSpan().Fill(float.NaN);
        FirstSale = days;
        for (int t = 0; t < days; t++)
        {
            float y = panel.Quantity[series * days + t];
            if (!(y >= 0) || float.IsInfinity(y) || Open(t) == 0 || panel.StockedOut?[series * days + t] > 0)
                y = float.NaN;
            if (y > 0 && FirstSale == days)
                FirstSale = t;
            demand[t] = y = FirstSale <= t ? y : float.NaN;
            bool have = !float.IsNaN(y);
            sum[t + 1] = sum[t] + (have ? y : 0);
            count[t + 1] = count[t] + (have ? 1 : 0);
            zeros[t + 1] = zeros[t] + (y == 0 ? 1 : 0);
        }

        if (panel.Promotion is null)
            return;
        for (int t = 0; t < known; t++)
        {
            float p = Promotion(t);
            promotions[t + 1] = promotions[t] + (p > 0 ? p : 0);
            promotionRun[t] = p > 0 ? (t > 0 ? promotionRun[t - 1] : 0) + 1 : 0;
        }
    }

    /// <summary>Walks to an origin, not before the last one walked to.</summary>
    public void MoveTo(int origin)
    {
        for (; next <= origin; next++)
            Learn(next);
        double mean = Mean(origin, 91), all = sum[origin + 1] / Math.Max(1, count[origin + 1]);
        double level = double.IsNaN(mean) ? all : Math.Max(mean, 0.05 * all);
        Scale = level > 0 ? (float)level : 1;
    }

    /// <summary>Writes the row of the current origin for <paramref name="step"/> days ahead.</summary>
    public void Write(int step, Span<float> row)
    {
        int origin = next - 1, day = origin + step, baseDay = day - 7 * ((step + 6) / 7);
        float s = 1 / Scale;
        row.Fill(float.NaN);
        row[(int)GlobalFeature.SameWeekday1] = s * At(baseDay);
        row[(int)GlobalFeature.SameWeekday2] = s * At(baseDay - 7);
        row[(int)GlobalFeature.SameWeekday3] = s * At(baseDay - 14);
        row[(int)GlobalFeature.SameWeekdayMean4] = s * SameWeekday(baseDay, 4);
        row[(int)GlobalFeature.SameWeekdayMean8] = s * SameWeekday(baseDay, 8);
        row[(int)GlobalFeature.WeekdayLevel] = s * weekdayLevel[weekday[day]];
        row[(int)GlobalFeature.Yesterday] = s * At(origin);
        row[(int)GlobalFeature.DayBefore] = s * At(origin - 1);
        row[(int)GlobalFeature.LastWeekMean] = s * (float)Mean(origin, 7);
        row[(int)GlobalFeature.LastMonthMean] = s * (float)Mean(origin, 28);
        row[(int)GlobalFeature.LastQuarterMean] = s * (float)Mean(origin, 91);
        row[(int)GlobalFeature.FastLevel] = s * fast;
        row[(int)GlobalFeature.SlowLevel] = s * slow;
        row[(int)GlobalFeature.Spread] = s * spread;
        row[(int)GlobalFeature.ZeroShare] = Share(zeros, origin, 56);
        row[(int)GlobalFeature.DaysSinceSale] = lastSale < 0 ? float.NaN : origin - lastSale;
        row[(int)GlobalFeature.LogLevel] = MathF.Log(Scale);
        row[(int)GlobalFeature.Age] = Math.Min(origin - FirstSale, 800);
        row[(int)GlobalFeature.Step] = step;
        WriteCalendar(day, row);
        WriteYear(origin, day, s, row);
        WriteTotals(origin, day, row);
        WriteKnownAhead(origin, day, baseDay, s, row);
        row[(int)GlobalFeature.Store] = panel.Series[series].Store;
        row[(int)GlobalFeature.Item] = panel.Series[series].Item;
        row[(int)GlobalFeature.Category] = panel.Series[series].Category;
    }

    private void Learn(int t)
    {
        float y = demand[t];
        if (float.IsNaN(y))
            return;
        int w = weekday[t];
        float promotion = Promotion(t), expected = likeDay[2 * w];
        if (promotion > 0 && !float.IsNaN(expected))
        {
            upliftSold = 0.99f * upliftSold + y;
            upliftExpected = 0.99f * upliftExpected + expected;
        }

        if (!float.IsNaN(weekdayLevel[w]))
            spread += 0.03f * (Math.Abs(y - weekdayLevel[w]) - spread);
        Follow(ref fast, y, 0.2f);
        Follow(ref slow, y, 0.03f);
        Follow(ref weekdayLevel[w], y, 0.15f);
        Follow(ref likeDay[2 * w + (promotion > 0 ? 1 : 0)], y, 0.2f);
        if (y > 0)
            lastSale = t;
    }

    private static void Follow(ref float level, float value, float rate) => level = float.IsNaN(level) ? value : level + rate * (value - level);

    private void WriteCalendar(int day, Span<float> row)
    {
        row[(int)GlobalFeature.Weekday] = weekday[day];
        row[(int)GlobalFeature.DayOfMonth] = dayOfMonth[day];
        row[(int)GlobalFeature.Month] = month[day];
        row[(int)GlobalFeature.DayOfYear] = dayOfYear[day];
        row[(int)GlobalFeature.DaysToMonthEnd] = daysToMonthEnd[day];
        if (holidays is null)
            return;
        row[(int)GlobalFeature.Holiday] = holidays.Code[day];
        row[(int)GlobalFeature.DaysToHoliday] = holidays.Until[day];
        row[(int)GlobalFeature.DaysSinceHoliday] = holidays.Since[day];
    }

    private void WriteYear(int origin, int day, float s, Span<float> row)
    {
        if (day - 367 < FirstSale || day - 361 > origin)
            return;
        row[(int)GlobalFeature.YearAgoDay] = s * At(day - 364);
        float week = (float)Mean(day - 361, 7);
        row[(int)GlobalFeature.YearAgoWeek] = s * week;
        if (origin - 364 - 28 >= FirstSale)
            row[(int)GlobalFeature.YearAgoChange] = Math.Min(10, week / Math.Max((float)Mean(origin - 364, 28), 0.05f * Scale));
    }

    private void WriteTotals(int origin, int day, Span<float> row)
    {
        row[(int)GlobalFeature.PanelTrend] = totals.All(origin, 7) / totals.All(origin, 28);
        row[(int)GlobalFeature.StoreTrend] = totals.OfStore(series, origin, 7) / totals.OfStore(series, origin, 28);
        row[(int)GlobalFeature.ItemTrend] = totals.OfItem(series, origin, 7) / totals.OfItem(series, origin, 28);
        if (origin - 364 - 28 < 0 || day - 361 > origin)
            return;
        row[(int)GlobalFeature.PanelYearAgoChange] = totals.All(day - 361, 7) / totals.All(origin - 364, 28);
        int date = dateYearAgo[day];
        row[(int)GlobalFeature.PanelYearAgoDate] = totals.All(date, 1) / totals.All(Math.Min(origin, date + 10), 21);
    }

    private void WriteKnownAhead(int origin, int day, int baseDay, float s, Span<float> row)
    {
        if (panel.Promotion is not null)
        {
            float promotion = Promotion(day);
            row[(int)GlobalFeature.Promotion] = promotion;
            row[(int)GlobalFeature.LikeDayLevel] = s * likeDay[2 * weekday[day] + (promotion > 0 ? 1 : 0)];
            row[(int)GlobalFeature.PromotionOnBaseDay] = baseDay >= 0 ? Promotion(baseDay) : float.NaN;
            row[(int)GlobalFeature.PromotionShare4] = (float)(promotions[origin + 1] - promotions[Math.Max(0, origin - 27)]) / 28;
            row[(int)GlobalFeature.PromotionUplift] = (upliftSold + 5 * Scale) / (upliftExpected + 5 * Scale);
            row[(int)GlobalFeature.PromotionDayBefore] = Promotion(day - 1);
            row[(int)GlobalFeature.PromotionDayAfter] = day + 1 < known ? Promotion(day + 1) : float.NaN;
            row[(int)GlobalFeature.PromotionRun] = promotionRun[day];
        }

        if (panel.Open is not null)
        {
            row[(int)GlobalFeature.OpenDayBefore] = Open(day - 1);
            row[(int)GlobalFeature.OpenDayAfter] = day + 1 < known ? Open(day + 1) : float.NaN;
            int closed = 0;
            for (int t = Math.Max(0, day - 7); t < day; t++)
                closed += Open(t) == 0 ? 1 : 0;
            row[(int)GlobalFeature.DaysClosedBefore] = closed;
        }

        if (panel.Price is not null)
            row[(int)GlobalFeature.PriceRatio] = PriceRatio(origin, day);
    }

    private float PriceRatio(int origin, int day)
    {
        var prices = panel.Price.AsSpan(series * known, known);
        float last = prices[day];
        for (int t = origin; t >= Math.Max(0, origin - 28) && float.IsNaN(last); t--)
            last = prices[t];
        double total = 0;
        int n = 0;
        for (int t = Math.Max(0, origin - 90); t <= origin; t++)
        {
            if (prices[t] > 0)
            {
                total += prices[t];
                n++;
            }
        }

        return n > 0 && total > 0 ? (float)(last * n / total) : float.NaN;
    }

    private float SameWeekday(int day, int weeks)
    {
        float total = 0;
        int n = 0;
        for (int w = 0; w < weeks; w++)
        {
            float y = At(day - 7 * w);
            if (!float.IsNaN(y))
            {
                total += y;
                n++;
            }
        }

        return n > 0 ? total / n : float.NaN;
    }

    private double Mean(int to, int window)
    {
        int end = to + 1, start = Math.Max(0, end - window);
        if (end <= start)
            return double.NaN;
        double n = count[end] - count[start];
        return n > 0 ? (sum[end] - sum[start]) / n : double.NaN;
    }

    private float Share(double[] part, int to, int window)
    {
        int end = to + 1, start = Math.Max(0, end - window);
        double n = count[end] - count[start];
        return n > 0 ? (float)((part[end] - part[start]) / n) : float.NaN;
    }

    private float At(int t) => t >= 0 ? demand[t] : float.NaN;

    private float Promotion(int t) => panel.Promotion is { } p && t >= 0 ? p[series * known + t] : float.NaN;

    private float Open(int t) => panel.Open is { } o && t >= 0 ? o[series * known + t] : float.NaN;
}
