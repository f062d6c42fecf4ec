namespace Forecast.Web.Features.Sheets.Figures;

/// <summary>What is known of a day of a row, beside its figure.</summary>
[Flags]
public enum SheetMark
{
    None = 0,

    /// <summary>A promotion is planned.</summary>
    Promotion = 1,

    /// <summary>The price differs from the last one known before the forecast.</summary>
    Price = 2,
}
