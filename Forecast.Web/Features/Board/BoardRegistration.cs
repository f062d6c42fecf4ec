using Forecast.Web.Features.Board.Reading;
using Forecast.Web.Features.Ended;

namespace Forecast.Web.Features.Board;

/// <summary>Registers what the board needs beside its page.</summary>
internal static class BoardRegistration
{
    public static IServiceCollection AddForeactBoard(this IServiceCollection services) => services
        .AddSingleton<OutlookCache>()
        .AddSingleton<ItemNames>()
        .AddSingleton<BoardHandover>()
        .AddSingleton<BoardReader>()
        .AddSingleton<StoreEndings>();
}
