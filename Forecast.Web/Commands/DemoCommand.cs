using System.CommandLine;
using System.Globalization;
using Forecast.Domain.Data;
using Forecast.Domain.Demo;
using Forecast.Web.Hosting;
using Npgsql;

namespace Forecast.Web.Commands;

/// <summary>Fills an empty database with the demo retailer, or brings it up to yesterday.</summary>
internal static class DemoCommand
{
    private static readonly DemoRequest Default = new();

    private static readonly Option<int> Stores =
        new("--stores") { Description = "Number of stores, spread over three regions.", DefaultValueFactory = _ => Default.Stores };
    private static readonly Option<int> Items =
        new("--items") { Description = "Number of items, sold in every store.", DefaultValueFactory = _ => Default.Items };
    private static readonly Option<int> Days =
        new("--days") { Description = "Days of history up to yesterday.", DefaultValueFactory = _ => Default.Days };
    private static readonly Option<int> Seed =
        new("--seed") { Description = "Same seed, same retailer.", DefaultValueFactory = _ => Default.Seed };
    private static readonly Option<bool> IfEmpty =
        new("--if-empty") { Description = "Leave a database that holds another retailer as it is, without calling it an error." };

    public static Command Create()
    {
        var command = new Command(
            "demo", "Fill an empty database with a made-up retailer; on a demo database, add the days up to yesterday.")
        {
            Stores, Items, Days, Seed, IfEmpty,
        };
        command.SetAction((result, cancellationToken) => RunAsync(
            new DemoRequest
            {
                Stores = result.GetValue(Stores),
                Items = result.GetValue(Items),
                Days = result.GetValue(Days),
                Seed = result.GetValue(Seed),
            },
            result.GetValue(IfEmpty),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(DemoRequest request, bool ifEmpty, CancellationToken cancellationToken)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        SettingsCheck.DemandDatabase(builder.Configuration, builder.Environment);
        builder.Services.AddForeactClock(builder.Configuration);
        builder.Services.AddForeactDatabase(builder.Configuration);
        builder.Services.AddForeactTokens(builder.Configuration);
        using var host = builder.Build();
        var retailer = new DemoRetailer(
            host.Services.GetRequiredService<NpgsqlDataSource>(), host.Services.GetRequiredService<TimeProvider>());
        var result = await retailer.RunAsync(request, progress: null, cancellationToken);
        if (result.Outcome == DemoOutcome.Refused || (result.Outcome == DemoOutcome.OtherData && !ifEmpty))
        {
            await Console.Error.WriteLineAsync(result.Message);
            return 1;
        }

        Console.WriteLine(result.Message);
        if (result.StoreItemDays > 0)
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{result.StoreItemDays / result.Elapsed.TotalSeconds:N0} store-item-days per second."));
        if (result.Outcome != DemoOutcome.OtherData)
            Console.WriteLine($"Accounts: {string.Join(", ", DemoRetailer.Accounts)}.");
        return 0;
    }
}
