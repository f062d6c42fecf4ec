using Forecast.Web.Features.Board.Reading;

namespace Forecast.Web.Features.Board.Figures;

/// <summary>What a refresh changed, for the same seven days before and after, over the stores that were forecast both times.</summary>
public sealed record BoardChanges
{
    public required double UnitsBefore { get; init; }

    public required double UnitsAfter { get; init; }

    /// <summary>Stores that now expect more, largest difference first.</summary>
    public required IReadOnlyList<StoreChange> Up { get; init; }

    /// <summary>Stores that now expect less, largest difference first.</summary>
    public required IReadOnlyList<StoreChange> Down { get; init; }

    /// <summary>Store-days whose shown figure differs.</summary>
    public required IReadOnlySet<(int StoreId, DateOnly Day)> Cells { get; init; }

    public required DateOnly? OriginBefore { get; init; }

    public required DateOnly? OriginAfter { get; init; }

    public double Difference => UnitsAfter - UnitsBefore;

    public double? Ratio => UnitsBefore > 0 ? Difference / UnitsBefore : null;

    public bool Nothing => Cells.Count == 0;

    public sealed record StoreChange(BoardStore Store, double Units, double? Ratio);

    public static BoardChanges Between(RegionBoard before, RegionBoard after)
    {
        var first = BoardView.From(after, BoardSelection.Everything).Days[0];
        var earlier = before.Stores.ToDictionary(s => s.Id);
        var cells = new HashSet<(int, DateOnly)>();
        var changes = new List<StoreChange>();
        double unitsBefore = 0, unitsAfter = 0;
        foreach (var store in after.Stores)
        {
            if (store.Outlook is not { } now || earlier.GetValueOrDefault(store.Id)?.Outlook is not { } then)
                continue;
            double storeBefore = 0, storeAfter = 0;
            for (int i = 0; i < now.Mean.Length; i++)
            {
                var day = first.AddDays(i);
                double was = then.MeanOn(day), isNow = now.MeanOn(day);
                if (double.IsNaN(was) || double.IsNaN(isNow))
                    continue;
                if (Math.Round(was, MidpointRounding.AwayFromZero) != Math.Round(isNow, MidpointRounding.AwayFromZero))
                    cells.Add((store.Id, day));
                if (i < BoardSelection.Week)
                    (storeBefore, storeAfter) = (storeBefore + was, storeAfter + isNow);
            }

            unitsBefore += storeBefore;
            unitsAfter += storeAfter;
            changes.Add(new StoreChange(
                store, storeAfter - storeBefore, storeBefore > 0 ? (storeAfter - storeBefore) / storeBefore : null));
        }

        return new BoardChanges
        {
            UnitsBefore = unitsBefore,
            UnitsAfter = unitsAfter,
            Up = [.. changes.Where(c => c.Units >= 0.5).OrderByDescending(c => c.Units).Take(3)],
            Down = [.. changes.Where(c => c.Units <= -0.5).OrderBy(c => c.Units).Take(3)],
            Cells = cells,
            OriginBefore = before.Stores.Max(s => s.Outlook?.Origin),
            OriginAfter = after.Stores.Max(s => s.Outlook?.Origin),
        };
    }
}
