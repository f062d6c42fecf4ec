using System.Globalization;
using Forecast.Domain.Forecasts;
using Forecast.Training.Panels;

namespace Forecast.Training.Engine;

/// <summary>Says in one plain sentence why a series got its forecast.</summary>
public static class Reasons
{
    /// <summary>A lead that makes one method the method; below it the forecast is a combination.</summary>
    private const float ClearShare = 0.85f;

    /// <summary>Short name of the method that forecasts nothing, because the series seems to have ended.</summary>
    public const string Ended = "ended";

    /// <summary>Method and sentences: how the forecast came to be, then what to know about some of its days.</summary>
    /// <param name="fitted">The state.</param>
    /// <param name="panel">What the forecast was made from.</param>
    /// <param name="series">Position in both.</param>
    /// <param name="coldStart">How a new series was forecast; null for others.</param>
    /// <param name="silence">Days without a sale of a series that seems to have ended; else 0.</param>
    /// <param name="skewed">Whether the mean of some day lies above its band.</param>
    public static (string Method, string Reason) Of(
        FittedPanel fitted, Panel panel, int series, string? coldStart, int silence, bool skewed)
    {
        var (method, how) = silence > 0 ? (Ended, Silent(fitted.Origin, silence)) : Of(fitted, series, coldStart);
        string closed = silence > 0 ? "" : panel.Closures.Remark(series, fitted.Horizon) ?? "";
        string skew = skewed ? "On more than nine days in ten nothing sells, so P90 is 0 though the mean is above it." : "";
        return (method, string.Join(' ', new[] { how, closed, skew }.Where(sentence => sentence.Length > 0)));
    }

    private static string Silent(DateOnly origin, int days) => string.Create(
        CultureInfo.InvariantCulture, $"Ended? The last sale was on {origin.AddDays(-days):d MMM yyyy}, {days} days before the forecast, "
            + $"while others went on selling; a gap as long as that is not like this series. Nothing is forecast.");

    private static (string Method, string Reason) Of(FittedPanel fitted, int series, string? coldStart)
    {
        int models = fitted.ModelCount, first = 0, second = -1;
        var weights = fitted.Weights.AsSpan(series * models, models);
        for (int m = 1; m < models; m++)
        {
            if (weights[m] > weights[first])
                (first, second) = (m, first);
            else if (second < 0 || weights[m] > weights[second])
                second = m;
        }

        string name = fitted.ModelName(first);
        if (coldStart is not null)
            return ("cold-start", coldStart);
        if (fitted.KnownDays[series] == 0)
            return (name, "No day of this series is loaded and no similar series is known: nothing is expected.");
        float loss = fitted.Loss[series], naive = fitted.NaiveLoss[series];
        if (fitted.Classes[series] == DemandClass.Dead)
            return (name, "No sale for three months or more: next to nothing is expected.");
        if (float.IsNaN(loss))
            return (name, "Too little history to compare methods; weights of similar series are used.");
        bool mixed = weights[first] < ClearShare && second >= 0;
        string what = mixed
            ? string.Create(
                CultureInfo.InvariantCulture, $"{100 * weights[first]:0} % {name}, {100 * weights[second]:0} % {fitted.ModelName(second)}")
            : name;
        string than = naive > 0 && loss <= naive
            ? string.Create(CultureInfo.InvariantCulture, $"{100 * (1 - loss / naive):0} % better than repeating last week ({naive:0.00})")
            : string.Create(CultureInfo.InvariantCulture, $"repeating last week has {naive:0.00}");
        return (mixed ? "combination" : name, string.Create(
            CultureInfo.InvariantCulture, $"{Capitalised(what)}: backtest RMSSE {loss:0.00} over {fitted.Backtest.Origins.Length} windows, "
                + $"{than}."));
    }

    private static string Capitalised(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
