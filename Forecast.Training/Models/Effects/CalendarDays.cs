namespace Forecast.Training.Models.Effects;

/// <summary>The calendar's effects on consecutive days, per pool of series.</summary>
/// <param name="From">The first day: an index of the panel.</param>
/// <param name="Effects">Per pool and day.</param>
/// <param name="Factors">Per pool and day the factor of all effects together.</param>
internal sealed record CalendarDays(int From, DayEffects[][] Effects, float[][] Factors);
