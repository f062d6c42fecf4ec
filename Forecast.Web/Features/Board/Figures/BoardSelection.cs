using System.Globalization;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Board.Figures;

/// <summary>What the stores are ranked by.</summary>
public enum BoardRank
{
    /// <summary>Units over the days shown.</summary>
    Demand,

    /// <summary>Difference from the last seven days, whichever way.</summary>
    Change,

    /// <summary>Width of the week's 80 % interval.</summary>
    Uncertainty,
}

/// <summary>What the visitor chose to see; written in the address. No codes means all stores.</summary>
public sealed record BoardSelection(IReadOnlyList<string> StoreCodes, int Days, BoardRank Rank)
{
    public const int Week = 7;
    public const int TwoWeeks = 14;

    public static readonly BoardSelection Everything = new([], Week, BoardRank.Demand);

    /// <summary>Reads an address; what it does not understand falls back to the default.</summary>
    public static BoardSelection Parse(string? stores, int? days, string? rank) => new(
        StoreList.Read(stores),
        days == TwoWeeks ? TwoWeeks : Week,
        Enum.TryParse<BoardRank>(rank, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed)
            && !int.TryParse(rank, CultureInfo.InvariantCulture, out _)
            ? parsed
            : BoardRank.Demand);

    /// <summary>The rank as the address says it; null for the default.</summary>
    public string? RankInAddress => Rank == BoardRank.Demand ? null : Rank.ToString().ToLowerInvariant();
}
