namespace Forecast.Domain.Calendar;

/// <summary>A public holiday or local event of one region's calendar. The same name every year, so that its effect can be learnt.</summary>
public sealed record Holiday(DateOnly Day, string Name);
