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
    private Action<int>? work;
    private Exception? failure;
    private int count; // units of the current section
    private int done;
    private long claim; // section in the upper half, next unit in the lower
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

        (work, count) = (body, units);
        Volatile.Write(ref done, 0);
        long section = (claim >> 32) + 1;
        Volatile.Write(ref claim, section << 32);
        wake.Set();
        Help();
        var spin = default(SpinWait);
        while (Volatile.Read(ref done) < units)
            spin.SpinOnce(sleep1Threshold: -1);
        wake.Reset();

        if (failure is { } first)
        {
            failure = null;
            throw new InvalidOperationException("A worker failed while growing trees: " + first.Message, first);
        }
    }

    /// <summary>Runs <paramref name="body"/> over [0, count), cut into contiguous ranges whose inner borders are multiples of <paramref name="align"/>.</summary>
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
        long seen = 0;
        while (!closing)
        {
            var spin = default(SpinWait);
            while (Volatile.Read(ref claim) >> 32 == seen && !closing)
            {
                if (spin.Count < SpinsBeforeBlocking)
                    spin.SpinOnce(sleep1Threshold: -1);
                else
                    wake.Wait();
            }

            seen = Volatile.Read(ref claim) >> 32;
            Help();
        }
    }

    /// <summary>Takes units of the current section until none is left.</summary>
    private void Help()
    {
        while (true)
        {
            long state = Volatile.Read(ref claim);
            var (body, units) = (work, Volatile.Read(ref count));
            int unit = (int)state;
            // The exchange succeeds only while the section is still the one read, and then its work and count were read with it.
            if (unit >= units || body is null)
                return;
            if (Interlocked.CompareExchange(ref claim, state + 1, state) != state)
                continue;
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
