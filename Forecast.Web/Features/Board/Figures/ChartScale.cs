namespace Forecast.Web.Features.Board.Figures;

/// <summary>An axis from zero to a round number, with a few round steps.</summary>
public sealed record ChartScale(double Top, double Step)
{
    private const int WantedSteps = 4;

    public static ChartScale For(double largest)
    {
        if (!(largest > 0) || !double.IsFinite(largest))
            return new ChartScale(1, 1);
        double rough = largest / WantedSteps, power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = power * (rough / power) switch { <= 1 => 1, <= 2 => 2, <= 2.5 => 2.5, <= 5 => 5, _ => 10 };
        if (step < 1)
            step = 1; // Goods are counted: no half units on the axis.
        return new ChartScale(Math.Ceiling(largest / step - 1e-9) * step, step);
    }

    public IEnumerable<double> Ticks
    {
        get
        {
            for (double tick = 0; tick <= Top + Step / 2; tick += Step)
                yield return tick;
        }
    }
}
