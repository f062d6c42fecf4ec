using System.Globalization;
using System.Text;
using Forecast.Domain.Forecasts;

namespace Forecast.Web.Features.Board.Figures;

/// <summary>
/// Four weeks sold and the forecast, as two paths in a box of <see cref="Width"/> × <see cref="Height"/>; each store has its own scale.
/// </summary>
public sealed record Sparkline(string Past, string Ahead)
{
    public const int Width = 112;
    public const int Height = 26;
    private const int PastDays = 28;

    public static Sparkline Of(StoreOutlook outlook)
    {
        int days = PastDays + outlook.Mean.Length;
        var first = outlook.Origin.AddDays(1 - PastDays);
        var values = new double[days];
        for (int i = 0; i < days; i++)
            values[i] = i < PastDays ? outlook.SoldOn(first.AddDays(i)) : outlook.Mean[i - PastDays];
        double top = values.Where(double.IsFinite).DefaultIfEmpty(0).Max();
        if (top <= 0)
            top = 1;
        return new Sparkline(Path(values, 0, PastDays, top), Path(values, PastDays - 1, days, top));
    }

    private static string Path(double[] values, int from, int to, double top)
    {
        var path = new StringBuilder((to - from) * 10);
        bool down = false;
        for (int i = from; i < to; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                down = false;
                continue;
            }

            double x = i * (double)Width / (values.Length - 1), y = Height - 2 - values[i] / top * (Height - 4);
            path.Append(CultureInfo.InvariantCulture, $"{(down ? 'L' : 'M')}{x:0.#} {y:0.#}");
            down = true;
        }

        return path.ToString();
    }
}
