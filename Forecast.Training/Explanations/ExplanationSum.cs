using Forecast.Training.Boosting.Global;

namespace Forecast.Training.Explanations;

/// <summary>Adds up explained series by day.</summary>
internal sealed class ExplanationSum
{
    /// <summary>Series explained together; between them, whoever asked may leave.</summary>
    private const int AtATime = 64;

    private static readonly int Drivers = Enum.GetValues<DemandDriver>().Length;

    private readonly SortedDictionary<DateOnly, DaySum> days = [];
    private readonly List<(ShownForecast Of, ExplainedPath Path)> paths = [];
    private readonly HashSet<int> seen = [];
    private readonly Dictionary<int, string> unexplained = [];
    private int leftOut;

    /// <summary>Adds the series of a shard, or remembers why they cannot be explained.</summary>
    public void Add(ShownForecast shown, IReadOnlyList<ShownSeries> series, ShardExplanation? shard, string whyNot, CancellationToken ct)
    {
        foreach (var some in series.Chunk(AtATime))
        {
            ct.ThrowIfCancellationRequested();
            var found = shard?.Find(some);
            for (int i = 0; i < some.Length; i++)
            {
                seen.Add(some[i].SeriesId);
                if (found?[i] is { } path)
                    Add(shown, path);
                else
                    LeaveOut(shown, some[i], whyNot.Length > 0 ? whyNot : "some of its items are newer than the model");
            }
        }
    }

    /// <summary>What no shard has held cannot be explained.</summary>
    public void Forget(ShownForecast shown, IReadOnlyList<ShownSeries> wanted, string why)
    {
        foreach (var one in wanted.Where(w => !seen.Contains(w.SeriesId)))
            LeaveOut(shown, one, why);
    }

    /// <summary>The days that every series is forecast for: a sum over fewer would look like a drop in demand.</summary>
    public ForecastExplanation ToExplanation()
    {
        var whole = days.Where(d => d.Value.Series == paths.Count + leftOut).Select(d => d.Key).ToHashSet();
        return new ForecastExplanation
        {
            Days = [.. days.Where(d => whole.Contains(d.Key)).Select(d => d.Value.ToDay(d.Key))],
            Series =
            [
                .. paths.Select(p => new ExplainedSeries(
                        p.Path.Shown.StoreId, p.Path.Shown.ItemId, p.Path.Shown.Method, p.Path.Shown.Reason, p.Path.Shown.Class,
                        [.. p.Path.Days.Where((_, h) => whole.Contains(p.Of.Origin.AddDays(h + 1))).Select(d => d.Mean)]))
                    .OrderByDescending(s => s.Units.Sum()).ThenBy(s => s.StoreId).ThenBy(s => s.ItemId),
            ],
            Unexplained = unexplained,
            HasChanged = paths.Exists(p => p.Path.HasChanged),
        };
    }

    private void Add(ShownForecast shown, ExplainedPath path)
    {
        paths.Add((shown, path));
        for (int h = 0; h < path.Days.Count; h++)
            DayOf(shown, h).Add(path.Shown.Mean[h], path.Days[h]);
    }

    /// <summary>What cannot be explained is on the board all the same, and is counted apart.</summary>
    private void LeaveOut(ShownForecast shown, ShownSeries series, string why)
    {
        leftOut++;
        unexplained[series.StoreId] = why;
        for (int h = 0; h < series.Mean.Length; h++)
            DayOf(shown, h).LeaveOut(series.Mean[h]);
    }

    private DaySum DayOf(ShownForecast shown, int step)
    {
        var day = shown.Origin.AddDays(step + 1);
        if (!days.TryGetValue(day, out var sum))
            days[day] = sum = new DaySum();
        return sum;
    }

    private sealed class DaySum
    {
        private readonly double[] byDriver = new double[Drivers];
        private double published, mean, leftOut;

        public int Series { get; private set; }

        public void Add(double shown, DriverContributions parts)
        {
            Series++;
            published += shown;
            mean += parts.Mean;
            byDriver[0] += parts.Base;
            foreach (var (driver, units) in parts.ByDriver)
                byDriver[(int)driver] += units;
        }

        public void LeaveOut(double shown)
        {
            Series++;
            published += shown;
            leftOut += shown;
        }

        public ExplainedDay ToDay(DateOnly day)
        {
            var sum = DriverContributions.Of(mean, byDriver);
            return new ExplainedDay(day, published, sum.Mean, sum.Base, sum.ByDriver, null) { NotExplained = leftOut };
        }
    }
}
