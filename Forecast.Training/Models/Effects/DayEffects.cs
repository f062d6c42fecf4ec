using System.Runtime.InteropServices;

namespace Forecast.Training.Models.Effects;

/// <summary>What one day does to demand, as logarithms of factors: time of year, day of month, holiday.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DayEffects(float Yearly, float MonthDay, float Holiday)
{
    /// <summary>Effects beyond these factors are not believed.</summary>
    private const float Most = 2.3f;

    /// <summary>Logarithm of the factor of the whole day.</summary>
    public float Total => Math.Clamp(Yearly + MonthDay + Holiday, -3.5f, Most);
}
