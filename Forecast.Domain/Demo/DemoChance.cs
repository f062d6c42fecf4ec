namespace Forecast.Domain.Demo;

/// <summary>
/// Chance as a function of what it is about, not of the order of asking: the same seed, subject and day always give the same number, so
/// that days can be generated in any order, in parallel, and later days added without changing earlier ones. Mixing as in SplitMix64
/// (Steele, Lea and Flood, 2014).
/// </summary>
internal readonly struct DemoChance
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private readonly ulong key;

    private DemoChance(ulong key) => this.key = key;

    public static DemoChance FromSeed(int seed) => new(Mix((ulong)(uint)seed + Golden));

    /// <summary>The chance of one subject within this one.</summary>
    public DemoChance About(int subject) => new(Mix(key ^ Mix((ulong)(uint)subject + Golden)));

    public DemoChance About(DemoSubject subject, int first = 0, int second = 0) => About((int)subject).About(first).About(second);

    /// <summary>64 random bits of a day (or of whatever is counted).</summary>
    public ulong Bits(int day) => Mix(key + (ulong)(uint)day * Golden);

    /// <summary>Uniform from 0 (included) to 1 (excluded).</summary>
    public float Unit(int day) => (Bits(day) >> 40) * (1f / (1 << 24));

    /// <summary>Uniform between two bounds.</summary>
    public float Between(float low, float high, int day = 0) => low + (high - low) * Unit(day);

    /// <summary>Roughly standard normal: see <see cref="Normal(ulong)"/>.</summary>
    public float Normal(int day) => Normal(Bits(day));

    /// <summary>
    /// The sum of four uniform numbers, scaled to variance 1: bell-shaped and never beyond ±3.5, which shop sales are not either.
    /// </summary>
    public static float Normal(ulong bits)
    {
        uint sum = (uint)(bits & 0xFFFF) + (uint)((bits >> 16) & 0xFFFF) + (uint)((bits >> 32) & 0xFFFF) + (uint)(bits >> 48);
        return (sum - 2f * 65535f) * (1.7320508f / 65536f);
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}

/// <summary>What chance is about.</summary>
internal enum DemoSubject
{
    Size,
    Popularity,
    Affinity,
    Trend,
    Level,
    Day,
    Count,
    Promotion,
    Discount,
    Participation,
    Price,
    PriceDay,
    Elasticity,
    StockOut,
    Life,
}
