using System.Globalization;
using Forecast.Domain.Forecasts;

namespace Forecast.Training.Engine;

/// <summary>Says in one plain sentence why a series got its forecast.</summary>
internal static class Reasons
{
    /// <summary>A lead that makes one method the method; below it the forecast is a combination.</summary>
    private const float ClearShare = 0.85f;

    public static (string Method, string Reason) Of(FittedPanel fitted, int series, string? coldStart)
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
