namespace Forecast.Training.Boosting;

/// <summary>
/// A few threads that run one short piece of work together, again and again. Growing a tree needs thousands of sections of
/// some ten to hundred microseconds, where the start-up cost of <c>Parallel.For</c> would show.
/// </summary>
internal sealed class WorkerTeam : IDisposable
{
    private const int SpinsBeforeBlocking = 200;

    private readonly Thread[] workers;
    private readonly ManualResetEventSlim wake = new(initialState: false, spinCount: 0);
    private Action<int>? work;
    private Exception? failure;
    private int section;
    private int running;
    private volatile bool closing;

    internal WorkerTeam(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        Size = size;
        workers = new Thread[size - 1];
        for (int i = 0; i < workers.Length; i++)
        {
            int member = i + 1;
            workers[i] = new Thread(() => Serve(member)) { IsBackground = true, Name = $"boosting-{member}" };
            workers[i].Start();
        }
    }

    /// <summary>Threads that take part, the caller's included.</summary>
    internal int Size { get; }

    /// <summary>Runs <paramref name="body"/> once per member, 0 to Size − 1, and returns when all are done.</summary>
    internal void Run(Action<int> body)
    {
        if (workers.Length == 0)
        {
            body(0);
            return;
        }

        work = body;
        Volatile.Write(ref running, workers.Length);
        Interlocked.Increment(ref section);
        wake.Set();
        try
        {
            body(0);
        }
        finally
        {
            var spin = default(SpinWait);
            while (Volatile.Read(ref running) > 0)
                spin.SpinOnce(sleep1Threshold: -1);
            wake.Reset();
        }

        if (failure is { } first)
        {
            failure = null;
            throw new InvalidOperationException("A worker failed while growing trees: " + first.Message, first);
        }
    }

    /// <summary>Runs <paramref name="body"/> over [0, count) in one contiguous range per member; empty ranges are skipped.</summary>
    internal void Ranges(int count, int align, Action<int, int> body) => Run(member =>
    {
        var (begin, end) = Share(count, align, member);
        if (begin < end)
            body(begin, end);
    });

    /// <summary>The contiguous part of [0, count) that belongs to one member; inner borders are multiples of <paramref name="align"/>.</summary>
    internal (int Begin, int End) Share(int count, int align, int member)
    {
        long blocks = ((long)count + align - 1) / align;
        return ((int)Math.Min(count, blocks * member / Size * align), (int)Math.Min(count, blocks * (member + 1) / Size * align));
    }

    public void Dispose()
    {
        closing = true;
        Interlocked.Increment(ref section);
        wake.Set();
        foreach (var worker in workers)
            worker.Join();
        wake.Dispose();
    }

    private void Serve(int member)
    {
        int seen = 0;
        while (true)
        {
            var spin = default(SpinWait);
            while (Volatile.Read(ref section) == seen)
            {
                if (spin.Count < SpinsBeforeBlocking)
                    spin.SpinOnce(sleep1Threshold: -1);
                else
                    wake.Wait();
            }

            seen = Volatile.Read(ref section);
            if (closing)
                return;

            try
            {
                work!(member);
            }
#pragma warning disable CA1031 // Carried to the caller of Run, whatever it is.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref failure, e, null);
            }

            Interlocked.Decrement(ref running);
        }
    }
}
