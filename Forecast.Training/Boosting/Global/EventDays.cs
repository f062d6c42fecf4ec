namespace Forecast.Training.Boosting.Global;

/// <summary>Says of a row of features whether a holiday, a promotion, another price or a closed day touches its day.</summary>
internal static class EventDays
{
    /// <summary>The drivers that touch some days and leave others alone.</summary>
    internal static readonly DemandDriver[] Drivers =
        [DemandDriver.Holiday, DemandDriver.Promotion, DemandDriver.Price, DemandDriver.Opening];

    /// <summary>Days around a holiday in which it is felt.</summary>
    private const float NearHoliday = 3;

    /// <summary>Prices move by rounding; less than this is the usual price.</summary>
    private const float SamePrice = 0.01f;

    private static readonly int
        ToHoliday = At("days to holiday"), SinceHoliday = At("days since holiday"),
        Promotion = At("promotion"), PromotionBefore = At("promotion the day before"), PromotionAfter = At("promotion the day after"),
        PriceToUsual = At("price to usual"), PriceToLast = At("price to last"),
        OpenBefore = At("open the day before"), OpenAfter = At("open the day after");

    /// <summary>Whether something of a kind touches the day of a row.</summary>
    /// <param name="row">All columns of <see cref="GlobalFeatures"/>; NaN where unknown.</param>
    /// <param name="driver">One of <see cref="Drivers"/>.</param>
    internal static bool Touches(ReadOnlySpan<float> row, DemandDriver driver) => driver switch
    {
        DemandDriver.Holiday => row[ToHoliday] <= NearHoliday || row[SinceHoliday] <= NearHoliday,
        DemandDriver.Promotion => row[Promotion] > 0 || row[PromotionBefore] > 0 || row[PromotionAfter] > 0,
        DemandDriver.Price => Math.Abs(row[PriceToUsual] - 1) > SamePrice || Math.Abs(row[PriceToLast] - 1) > SamePrice,
        _ => row[OpenBefore] == 0 || row[OpenAfter] == 0,
    };

    private static int At(string name) => GlobalFeatures.All.IndexOf(GlobalFeatures.All.Single(f => f.Name == name));
}
