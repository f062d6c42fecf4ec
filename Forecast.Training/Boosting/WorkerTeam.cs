namespace Forecast.Training.Boosting;

/// <summary>
/// A few threads that share short pieces of work, again and again. Growing a tree needs thousands of sections of some ten to hundred
/// microseconds, where the start-up cost of <c>Parallel.For</c> would show. Each section is cut into units that whoever is awake takes;
/// the caller never waits for a thread that has not begun, so a busy machine costs speed in proportion and no more.
/// </summary>
internal sealed class WorkerTeam : IDisposable
{
    private const int SpinsBeforeBlocking = 60;

    private readonly Thread[] workers;
    private readonly ManualResetEventSlim wake = new(initialState: false, spinCount: 0);
    private volatile Section? current;
    private volatile bool closing;

    internal WorkerTeam(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        Units = size;
        workers = new Thread[size - 1];
        for (int i = 0; i < workers.Length; i++)
        {
            workers[i] = new Thread(Serve) { IsBackground = true, Name = $"boosting-{i + 1}" };
            workers[i].Start();
        }
    }

    /// <summary>Pieces that work should be cut into: one per thread, the caller's included.</summary>
    internal int Units { get; }

    /// <summary>Runs <paramref name="body"/> for each unit, 0 to <paramref name="units"/> − 1, and returns when all are done.</summary>
    internal void Run(int units, Action<int> body)
    {
        if (workers.Length == 0 || units == 1)
        {
            for (int u = 0; u < units; u++)
                body(u);
            return;
        }

        var section = new Section(body, units);
        current = section;
        wake.Set();
        section.Help();
        var spin = default(SpinWait);
        while (!section.IsDone)
            spin.SpinOnce(sleep1Threshold: -1);
        wake.Reset();

        if (section.Failure is { } first)
            throw new InvalidOperationException("A worker failed while growing trees: " + first.Message, first);
    }

    /// <summary>
    /// Runs <paramref name="body"/> over [0, count), cut into contiguous ranges whose inner borders are multiples of
    /// <paramref name="align"/>.
    /// </summary>
    internal void Ranges(int length, int align, Action<int, int> body) => Run(Units, unit =>
    {
        var (begin, end) = Share(length, align, unit, Units);
        if (begin < end)
            body(begin, end);
    });

    /// <summary>The contiguous part of [0, length) that belongs to one of the units.</summary>
    internal static (int Begin, int End) Share(int length, int align, int unit, int units)
    {
        long blocks = ((long)length + align - 1) / align;
        return ((int)Math.Min(length, blocks * unit / units * align), (int)Math.Min(length, blocks * (unit + 1) / units * align));
    }

    public void Dispose()
    {
        closing = true;
        wake.Set();
        foreach (var worker in workers)
            worker.Join();
        wake.Dispose();
    }

    private void Serve()
    {
        Section? seen = null;
        while (!closing)
        {
            var spin = default(SpinWait);
            while (current == seen && !closing)
            {
                if (spin.Count < SpinsBeforeBlocking)
                    spin.SpinOnce(sleep1Threshold: -1);
                else
                    wake.Wait();
            }

            seen = current;
            seen?.Help();
        }
    }

    /// <summary>
    /// One piece of work with its own counters, so that a thread that comes late can only find it finished, never mistake the next for it.
    /// </summary>
    private sealed class Section(Action<int> body, int units)
    {
        private Exception? failure;
        private int next;
        private int done;

        internal bool IsDone => Volatile.Read(ref done) == units;

        internal Exception? Failure => failure;

        /// <summary>Takes units until none is left.</summary>
        internal void Help()
        {
            int unit;
            while ((unit = Interlocked.Increment(ref next) - 1) < units)
            {
                try
                {
                    body(unit);
                }
#pragma warning disable CA1031 // Carried to the caller of Run, whatever it is.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    Interlocked.CompareExchange(ref failure, e, null);
                }

                Interlocked.Increment(ref done);
            }
        }
    }
}
