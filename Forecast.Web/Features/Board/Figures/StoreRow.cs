using Forecast.Web.Features.Board.Reading;

namespace Forecast.Web.Features.Board.Figures;

/// <summary>One store in the ranked table.</summary>
public sealed record StoreRow
{
    public required BoardStore Store { get; init; }

    /// <summary>Position in the ranking, from 1.</summary>
    public int Rank { get; init; }

    /// <summary>Expected units per day shown; null where the store's forecast does not reach.</summary>
    public required IReadOnlyList<double?> Days { get; init; }

    /// <summary>Expected units over the days shown.</summary>
    public required double Units { get; init; }

    /// <summary>Part of the selection's units.</summary>
    public double? Share { get; init; }

    /// <summary>The next seven days against the last seven.</summary>
    public required Comparison LastWeek { get; init; }

    /// <summary>Half the width of the 80 % interval of the next seven days' units; null without backtests.</summary>
    public required double? Uncertainty { get; init; }

    /// <summary>Expected units of the next seven days, which <see cref="Uncertainty"/> belongs to.</summary>
    public required double WeekUnits { get; init; }

    /// <summary>Part of the ranked measure that this store and all above it make up.</summary>
    public double? Cumulative { get; init; }

    /// <summary>Last day of which sales of this store are missing although others have them.</summary>
    public required bool LacksSales { get; init; }

    public required Sparkline Sparkline { get; init; }

    /// <summary>Position of the day with the most demand; −1 when all are alike or unknown.</summary>
    public int Peak
    {
        get
        {
            int at = -1;
            double most = 0;
            for (int i = 0; i < Days.Count; i++)
            {
                if (Days[i] is { } units && units > most)
                    (at, most) = (i, units);
            }

            return at;
        }
    }

    /// <summary>How much of the ranked measure the store accounts for; never negative.</summary>
    public double Measure(BoardRank rank) => rank switch
    {
        BoardRank.Change => Math.Abs(LastWeek.Change ?? 0),
        BoardRank.Uncertainty => Uncertainty ?? 0,
        _ => Units,
    };
}
