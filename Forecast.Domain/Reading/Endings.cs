using System.Globalization;

namespace Forecast.Domain.Reading;

/// <summary>How a file ended whose rows were not all taken, in words.</summary>
public static class Endings
{
    private const double MostRejected = 0.2;

    /// <summary>Whether so many rows were rejected that what was taken may mislead.</summary>
    public static bool IsDoubtful(long read, long rejected) => rejected > MostRejected * read;

    /// <summary>What is to be said; null when few or no rows were rejected.</summary>
    /// <param name="read">Rows read.</param>
    /// <param name="taken">Rows taken.</param>
    /// <param name="rejected">Rows rejected.</param>
    /// <param name="first">The first rejected rows, each with line and reason.</param>
    public static string? Remark(long read, long taken, long rejected, IReadOnlyList<string> first)
    {
        if ((rejected == 0 && taken > 0) || (taken > 0 && !IsDoubtful(read, rejected)))
            return null;
        string reasons = string.Join(" ", first.Select(reason => char.ToUpperInvariant(reason[0]) + reason[1..]));
        return taken == 0
            ? $"No row could be taken. {(rejected == 0 ? "None has a quantity." : reasons)}"
            : string.Create(CultureInfo.InvariantCulture,
                $"More than a fifth of the rows ({rejected:N0} of {read:N0}) were rejected, so what was taken may mislead. {reasons}");
    }
}
