using System.Numerics;
using System.Runtime.CompilerServices;

namespace Forecast.Training.Models;

/// <summary>
/// The recent days of a block on which parameters are searched. A weekday profile depends on its rate alone, so all candidates of all
/// models that share a rate share its days, computed once.
/// </summary>
internal sealed class SearchDays(int season)
{
    private readonly List<(Vector<float> Rate, Day[] Days, bool Current)> behind = [];
    private readonly Vector<float>[] profile = new Vector<float>[WeekdayProfile.StateSize(season)];
    private Memory<Vector<float>> values;

    /// <summary>Starting values, from the first of these days.</summary>
    public BlockStart Start { get; } = new(season);

    /// <summary>Phase of the first day.</summary>
    public int Phase { get; private set; }

    /// <summary>The first day whose error counts; those before warm the state.</summary>
    public int ScoredFrom => Math.Min(4 * season, values.Length / 3);

    /// <summary>Turns to these values, NaN where unknown; they must not change while searches run.</summary>
    public void Use(Memory<Vector<float>> recent, int phase)
    {
        (values, Phase) = (recent, phase % season);
        Start.Compute(recent.Span, Phase);
        for (int i = 0; i < behind.Count; i++)
            behind[i] = behind[i] with { Current = false };
    }

    /// <summary>The days behind a profile that learns at this rate; 0 is no profile.</summary>
    public ReadOnlySpan<Day> Behind(Vector<float> rate)
    {
        int at = 0;
        while (at < behind.Count && behind[at].Rate != rate)
            at++;
        if (at == behind.Count)
            behind.Add((rate, [], false));

        var (_, days, current) = behind[at];
        if (days.Length < values.Length)
            days = new Day[values.Length];
        if (!current)
            Fill(rate, days);
        behind[at] = (rate, days, true);
        return days.AsSpan(0, values.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill(Vector<float> rate, Day[] days)
    {
        var demand = values.Span;
        if (rate == Vector<float>.Zero)
        {
            for (int t = 0; t < demand.Length; t++)
                days[t] = new Day(demand[t]);
            return;
        }

        WeekdayProfile.Start(Start, profile);
        var mean = profile[season];
        var share = new Vector<float>(1f / season);
        for (int t = 0, phase = Phase; t < demand.Length; t++)
        {
            days[t] = WeekdayProfile.Pass(demand[t], rate, share, ref profile[phase], ref mean);
            phase = phase + 1 == season ? 0 : phase + 1;
        }
    }
}
