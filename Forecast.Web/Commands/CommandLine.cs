using System.CommandLine;

namespace Forecast.Web.Commands;

/// <summary>The command line: one file per command beside this one.</summary>
internal static class CommandLine
{
    public static RootCommand Create() => new("Foreact: demand per store for the next days, ready at 09:00.")
    {
        ServeCommand.Create(),
        MigrateCommand.Create(),
        DemoCommand.Create(),
        AccountCommand.Create(),
        ImportCommand.Create(),
        BacktestCommand.Create(),
        TrainCommand.Create(),
        MorningsCommand.Create(),
        BackupCommand.Create(),
        RestoreCommand.Create(),
    };
}
