using System.Globalization;
using Forecast.Domain.Forecasts;

namespace Forecast.Training.Runs.Publishing;

/// <summary>What the gate needs of one store's outlook.</summary>
internal sealed record GateStore(
    int StoreId, float[] Mean, float[] Sales, float[] AbsoluteResidual, float[] NaiveAbsoluteResidual, float[] AbsoluteActual);

/// <summary>Decides whether a forecast may go on show.</summary>
internal static class PublishGate
{
    /// <summary>A day's forecast beyond this many times the best recent day is taken for a mistake.</summary>
    private const double Absurd = 20;

    /// <summary>A sentence why the forecast must not be shown; null when it may.</summary>
    public static string? Objection(IReadOnlyCollection<int> planned, IReadOnlyCollection<GateStore> stores)
    {
        int missing = planned.Except(stores.Select(s => s.StoreId)).Count();
        if (missing > 0)
            return string.Create(CultureInfo.InvariantCulture, $"{missing} of {planned.Count} stores have no forecast.");
        if (stores.Any(s => s.Mean.Any(m => !float.IsFinite(m) || m < 0)))
            return "Some forecasts are not numbers or below zero.";

        double sold = stores.Sum(s => s.Sales.Where(float.IsFinite).Sum(x => (double)x)),
            predicted = stores.Sum(s => s.Mean.Sum(x => (double)x));
        if (sold > 0 && predicted <= 0)
            return string.Create(
                CultureInfo.InvariantCulture, $"All of the forecast is zero, though {sold:F0} units were sold in the last five weeks.");

        double best = Enumerable.Range(0, StoreOutlook.SalesDays)
            .Max(d => stores.Sum(s => float.IsFinite(s.Sales[d]) ? (double)s.Sales[d] : 0));
        double most = Enumerable.Range(0, stores.Max(s => s.Mean.Length)).Max(d => stores.Sum(s => (double)s.Mean[d]));
        return best > 0 && most > Absurd * best
            ? string.Create(CultureInfo.InvariantCulture, $"The forecast reaches {most:F0} units a day, the best recent day {best:F0}.")
            : null;
    }
}
