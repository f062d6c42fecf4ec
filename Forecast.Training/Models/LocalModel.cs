using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Forecast.Training.Numerics;

namespace Forecast.Training.Models;

/// <summary>
/// A local model over blocks of series: searches its parameters, runs over the history, emits backtest forecasts on the way. Its state is a
/// row of vectors: the filter's fields, its phases, then the weekday profile if it has one.
/// </summary>
internal abstract class LocalModel
{
    public abstract string Name { get; }

    public abstract ReadOnlySpan<Smoothing> Candidates { get; }

    public abstract int StateSize(int season);

    public abstract void Start(BlockStart start, Span<Vector<float>> state);

    /// <summary>Sum of squared one-step errors per candidate and lane, over the days that are scored.</summary>
    public abstract void Search(SearchDays recent, Span<Vector<float>> losses);

    /// <summary>
    /// Learns all days, and at each origin (ascending day indices) writes <paramref name="horizon"/> predictions to
    /// <paramref name="backtest"/> (origins × horizon).
    /// </summary>
    public abstract void Run(
        ReadOnlySpan<Vector<float>> values, in LaneParameters p, int phase0, int season, ReadOnlySpan<int> origins, int horizon,
        Span<Vector<float>> state, Span<Vector<float>> backtest);

    /// <summary>Predictions for <paramref name="path"/>.Length days; <paramref name="phase"/> is that of the first one.</summary>
    public abstract void Predict(ReadOnlySpan<Vector<float>> state, in LaneParameters p, int phase, int season, Span<Vector<float>> path);
}

/// <summary>The loops, compiled once per filter so that its recursion is inlined.</summary>
internal sealed class LocalModel<TFilter> : LocalModel
    where TFilter : unmanaged, IFilter
{
    public override string Name => TFilter.Name;

    public override ReadOnlySpan<Smoothing> Candidates => TFilter.Candidates;

    /// <summary>Vectors in the filter's fields; a struct without any still has one byte.</summary>
    private static int Fields => Unsafe.SizeOf<TFilter>() / Unsafe.SizeOf<Vector<float>>();

    public override int StateSize(int season) =>
        Fields + season * TFilter.PhaseSize + (TFilter.Profiled ? WeekdayProfile.StateSize(season) : 0);

    public override void Start(BlockStart start, Span<Vector<float>> state)
    {
        var filter = default(TFilter);
        filter.Start(start, state.Slice(Fields, start.Season * TFilter.PhaseSize));
        MemoryMarshal.Cast<Vector<float>, TFilter>(state[..Fields]).Fill(filter);
        if (TFilter.Profiled)
            WeekdayProfile.Start(start, state[^WeekdayProfile.StateSize(start.Season)..]);
    }

    public override void Search(SearchDays recent, Span<Vector<float>> losses)
    {
        var candidates = TFilter.Candidates;
        for (int first = 0, end; first < candidates.Length; first = end)
        {
            var rate = TFilter.ProfileRate(new LaneParameters(candidates[first]));
            for (end = first + 1; end < candidates.Length && TFilter.ProfileRate(new LaneParameters(candidates[end])) == rate;)
                end++;
            Search(recent.Behind(rate), recent, candidates[first..end], losses[first..end]);
        }
    }

    /// <summary>All candidates side by side, day after day: their recursions do not wait for each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Search(
        ReadOnlySpan<Day> days, SearchDays recent, ReadOnlySpan<Smoothing> candidates, Span<Vector<float>> losses)
    {
        int count = candidates.Length, season = recent.Start.Season, size = TFilter.PhaseSize, from = recent.ScoredFrom,
            phase = recent.Phase;
        byte* room = stackalloc byte[(count + 1) * sizeof(Trial)]; // one more, so that vectors can start on a multiple of their size
        var trials = new Span<Trial>((void*)(((nint)room + sizeof(Trial) - 1) & -sizeof(Vector<float>)), count);
        Span<Vector<float>> start = stackalloc Vector<float>[season * size], phases = stackalloc Vector<float>[season * size * count];
        for (int c = 0; c < count; c++)
        {
            trials[c].Parameters = new LaneParameters(candidates[c]);
            trials[c].Filter.Start(recent.Start, start);
            for (int k = 0; k < season; k++)
                start.Slice(k * size, size).CopyTo(phases[((k * count + c) * size)..]);
        }

        for (int t = 0; t < days.Length; t++)
        {
            var day = days[t];
            var today = phases.Slice(phase * count * size, count * size);
            foreach (ref var trial in trials)
            {
                var filter = trial.Filter;
                var mine = size == 0 ? default : today[..size];
                var error = Lanes.Where(day.Known, day.Value - filter.Predict(day.Ratio, mine, trial.Parameters, 1));
                trial.Loss = t <= from ? error * error : Vector.MultiplyAddEstimate(error, error, trial.Loss);
                filter.Step(day, mine, trial.Parameters);
                trial.Filter = filter;
                today = size == 0 ? default : today[size..];
            }

            if (++phase == season)
                phase = 0;
        }

        for (int c = 0; c < count; c++)
            losses[c] = trials[c].Loss;
    }

    /// <summary>One candidate on its way through the days; side by side in memory, as the loop meets them.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Trial
    {
        public TFilter Filter;
        public Vector<float> Loss;
        public LaneParameters Parameters;
    }

    public override void Run(
        ReadOnlySpan<Vector<float>> values, in LaneParameters p, int phase0, int season, ReadOnlySpan<int> origins, int horizon,
        Span<Vector<float>> state, Span<Vector<float>> backtest)
    {
        int done = 0;
        for (int o = 0; o < origins.Length; o++)
        {
            Learn(values[done..(origins[o] + 1)], p, (phase0 + done) % season, season, state);
            done = origins[o] + 1;
            Predict(state, p, (phase0 + done) % season, season, backtest.Slice(o * horizon, horizon));
        }

        Learn(values[done..], p, (phase0 + done) % season, season, state);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Learn(
        ReadOnlySpan<Vector<float>> values, in LaneParameters parameters, int phase, int season, Span<Vector<float>> state)
    {
        var p = parameters;
        var filter = Filter(state);
        int size = TFilter.PhaseSize;
        var phases = state.Slice(Fields, season * size);
        var profile = TFilter.Profiled ? state[^WeekdayProfile.StateSize(season)..] : default;
        var mean = TFilter.Profiled ? profile[season] : default;
        Vector<float> rate = TFilter.ProfileRate(p), share = new(1f / season);
        for (int t = 0; t < values.Length; t++)
        {
            var day = TFilter.Profiled ? WeekdayProfile.Pass(values[t], rate, share, ref profile[phase], ref mean) : new Day(values[t]);
            filter.Step(day, phases.Slice(phase * size, size), p);
            if (++phase == season)
                phase = 0;
        }

        MemoryMarshal.Cast<Vector<float>, TFilter>(state[..Fields]).Fill(filter);
        if (TFilter.Profiled)
            profile[season] = mean;
    }

    public override void Predict(ReadOnlySpan<Vector<float>> state, in LaneParameters p, int phase, int season, Span<Vector<float>> path)
    {
        var filter = Filter(state);
        int size = TFilter.PhaseSize;
        var phases = state.Slice(Fields, season * size);
        var profile = TFilter.Profiled ? state[^WeekdayProfile.StateSize(season)..] : default;
        for (int h = 0; h < path.Length; h++)
        {
            int k = (phase + h) % season;
            var ratio = TFilter.Profiled ? WeekdayProfile.Ratio(profile[k], profile[season]) : Vector<float>.One;
            path[h] = Vector.Max(Vector<float>.Zero, filter.Predict(ratio, phases.Slice(k * size, size), p, h + 1));
        }
    }

    private static TFilter Filter(ReadOnlySpan<Vector<float>> state) =>
        Fields == 0 ? default : MemoryMarshal.Cast<Vector<float>, TFilter>(state)[0];
}
