using System.CommandLine;
using Forecast.Web.Commands;

// The command line works without a server where it can; without a command the server starts.
if (args is ["backtest", ..])
    return await new RootCommand { BacktestCommand.Create() }.Parse(args).InvokeAsync();

var builder = WebApplication.CreateBuilder(args);
var app = builder.Build();
app.MapGet("/health/live", () => "live");
await app.RunAsync();
return 0;
