namespace Forecast.Training.Boosting;

/// <summary>Draws that depend on the seed, the round and the row alone.</summary>
internal static class RowSample
{
    private const int Bits = 16; // resolution of the share: 1 ÷ 65,536

    /// <summary>
    /// Puts each row into one of the two lists, into the first with probability <paramref name="share"/>; returns the lengths.
    /// </summary>
    internal static (int InBag, int OutOfBag) Draw(int rows, double share, ulong seed, int round, int[] inBag, int[] outOfBag)
    {
        int taken = 0, left = 0;
        ulong state = Mix(seed ^ Mix((ulong)round + 1));
        int level = share >= 1 ? 0 : Math.Clamp((int)Math.Round(share * (1 << Bits)), 1, (1 << Bits) - 1);
        for (int from = 0; from < rows; from += 64)
        {
            ulong mask = level == 0 ? ulong.MaxValue : Mask(level, ref state);
            int end = Math.Min(rows, from + 64);
            for (int row = from; row < end; row++, mask >>= 1)
            {
                int take = (int)(mask & 1);
                inBag[taken] = row; // written to both and kept in one: no branch to mispredict; taken + left = row, so both fit
                outOfBag[left] = row;
                taken += take;
                left += 1 - take;
            }
        }

        return (taken, left);
    }

    /// <summary>
    /// Chooses <paramref name="wanted"/> of the features, ascending, and repeats the last one to fill whole groups of a histogram.
    /// </summary>
    internal static int[] Features(int features, int wanted, ulong seed, int round)
    {
        var active = new int[(wanted + Histogram.Group - 1) / Histogram.Group * Histogram.Group];
        int taken = 0;
        ulong state = Mix(seed ^ Mix(~(ulong)round));
        for (int f = 0; f < features && taken < wanted; f++)
        {
            // Selection sampling (Knuth, TAOCP 2, algorithm S): every set of the wanted size is equally likely.
            state += 0x9E3779B97F4A7C15;
            if ((Mix(state) >> 11) * (1.0 / (1UL << 53)) * (features - f) < wanted - taken)
                active[taken++] = f;
        }

        Array.Fill(active, active[wanted - 1], wanted, active.Length - wanted);
        return active;
    }

    /// <summary>64 bits, each set with probability level ÷ 65,536: the binary digits of the share, from the last to the first.</summary>
    private static ulong Mask(int level, ref ulong state)
    {
        ulong mask = 0;
        for (int bit = 0; bit < Bits; bit++)
        {
            state += 0x9E3779B97F4A7C15;
            ulong random = Mix(state);
            mask = ((level >> bit) & 1) != 0 ? mask | random : mask & random;
        }

        return mask;
    }

    /// <summary>SplitMix64's finaliser (Steele, Lea &amp; Flood 2014).</summary>
    internal static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
