using Forecast.Domain.Forecasts;
using Forecast.Domain.Sales;
using Forecast.Web.Features.Board.Reading;

namespace Forecast.Web.Features.Sheets.Reading;

/// <summary>One item in one store: its forecast on show, the one shown before, and what was sold. Units, if nothing else is said.</summary>
public sealed record SheetSeries
{
    public required int Id { get; init; }

    public required BoardStore Store { get; init; }

    public required SheetItem Item { get; init; }

    /// <summary>Last day its forecast has seen; null without a forecast.</summary>
    public DateOnly? Origin { get; init; }

    /// <summary>Expected units.</summary>
    public Track Mean { get; init; } = Track.None;

    /// <summary>One day in ten sells less.</summary>
    public Track P10 { get; init; } = Track.None;

    /// <summary>Half of such days sell less.</summary>
    public Track P50 { get; init; } = Track.None;

    /// <summary>Nine days in ten sell less.</summary>
    public Track P90 { get; init; } = Track.None;

    /// <summary>What the forecast shown before expected.</summary>
    public Track Before { get; init; } = Track.None;

    /// <summary>Units sold.</summary>
    public Track Sold { get; init; } = Track.None;

    /// <summary>1 on promoted days, 0 on others.</summary>
    public Track Promotion { get; init; } = Track.None;

    /// <summary>Price per unit.</summary>
    public Track Price { get; init; } = Track.None;

    /// <summary>1 on days the shelf ran empty, 0 on others.</summary>
    public Track StockedOut { get; init; } = Track.None;

    /// <summary>Short stable name of the method; empty without a forecast.</summary>
    public string Method { get; init; } = "";

    /// <summary>Why it was chosen.</summary>
    public string Reason { get; init; } = "";

    public DemandClass Class { get; init; }

    /// <summary>Days of its sales that deserve a look, by day.</summary>
    public IReadOnlyList<SalesRemark> Remarks { get; init; } = [];

    /// <summary>
    /// Units sold on the same weekday of the last seven days that the forecast has seen; NaN when that day is not loaded.
    /// </summary>
    public double SoldOnLastSameWeekday(DateOnly day)
    {
        if (Origin is not { } origin)
            return double.NaN;
        var before = day;
        while (before > origin)
            before = before.AddDays(-7);
        return Sold.On(before);
    }
}
