namespace Forecast.Domain.Calendar;

/// <summary>A day on which demand is not what its weekday says.</summary>
/// <param name="Day">The business day.</param>
/// <param name="Name">The same name every year, so that years can be compared.</param>
public sealed record Holiday(DateOnly Day, string Name);
