using Forecast.Web.Features.Sheets.Reading;

namespace Forecast.Web.Features.Sheets;

/// <summary>Registers what the pages of stores and items read.</summary>
internal static class SheetsRegistration
{
    public static IServiceCollection AddForeactSheets(this IServiceCollection services) =>
        services.AddSingleton<SheetReader>().AddSingleton<SeriesReader>().AddSingleton<SheetHandover>();
}
