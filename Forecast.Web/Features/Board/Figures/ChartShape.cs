using System.Globalization;
using System.Text;

namespace Forecast.Web.Features.Board.Figures;

/// <summary>
/// The chart's lines as SVG paths in a box of <see cref="Width"/> × <see cref="Height"/>, stretched to the room there is; labels are
/// placed over it in per cent and keep their size.
/// </summary>
public sealed record ChartShape
{
    public const int Width = 1000;
    public const int Height = 240;

    private readonly DemandPath path;

    public ChartShape(DemandPath path)
    {
        this.path = path;
        Scale = ChartScale.For(
            path.Days.Max(d => Math.Max(Math.Max(d.Sold ?? 0, d.Upper ?? d.Mean ?? 0), Math.Max(d.Previous ?? 0, d.Naive ?? 0))));
        Sold = Line(d => d.Sold);
        Previous = Line(d => d.Previous);
        Naive = Line(d => d.Naive);
        Mean = Line(d => d.Mean ?? (d.Day == path.Origin ? d.Sold : null)); // Leaves from the last day sold.
        Band = Area();
    }

    public ChartScale Scale { get; }

    public string Sold { get; }

    public string Mean { get; }

    public string Previous { get; }

    public string Naive { get; }

    public string Band { get; }

    /// <summary>Width of one day.</summary>
    public double Step => (double)Width / path.Days.Count;

    /// <summary>Left edge of a day.</summary>
    public double Left(int index) => index * Step;

    /// <summary>Where the forecast begins.</summary>
    public double ForecastStart => Left(path.Days.Count(d => d.Day <= path.Origin));

    public double Y(double units) => Height - units / Scale.Top * Height;

    /// <summary>A horizontal place as CSS takes it.</summary>
    public static string Percent(double x) => string.Create(CultureInfo.InvariantCulture, $"{x / Width * 100:0.###}%");

    /// <summary>A height above the axis as CSS takes it.</summary>
    public string PercentUp(double units) => string.Create(CultureInfo.InvariantCulture, $"{units / Scale.Top * 100:0.###}%");

    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private double Centre(int index) => Left(index) + Step / 2;

    private string Line(Func<DemandDay, double?> value)
    {
        var line = new StringBuilder();
        bool down = false;
        for (int i = 0; i < path.Days.Count; i++)
        {
            if (value(path.Days[i]) is { } units)
                line.Append(CultureInfo.InvariantCulture, $"{(down ? 'L' : 'M')}{Centre(i):0.#} {Y(units):0.#}");
            down = value(path.Days[i]) is not null;
        }

        return line.ToString();
    }

    private string Area()
    {
        var upper = new StringBuilder();
        var lower = new StringBuilder();
        for (int i = 0; i < path.Days.Count; i++)
        {
            if (path.Days[i] is not { Lower: { } low, Upper: { } high })
                continue;
            upper.Append(CultureInfo.InvariantCulture, $"{(upper.Length == 0 ? 'M' : 'L')}{Centre(i):0.#} {Y(high):0.#}");
            lower.Insert(0, string.Create(CultureInfo.InvariantCulture, $"L{Centre(i):0.#} {Y(low):0.#}"));
        }

        return upper.Length == 0 ? "" : $"{upper}{lower}Z";
    }
}
