using System.CommandLine;
using Forecast.Web.Hosting;

namespace Forecast.Web.Commands;

/// <summary>Serves the product until told to stop.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var urls = new Option<string?>("--urls") { Description = "Addresses to listen on, such as http://127.0.0.1:8080." };
        var command = new Command("serve", "Serve the product; Role=all (default), web or worker chooses what this process does.") { urls };
        command.SetAction((result, cancellationToken) => WebHost.RunAsync(result.GetValue(urls), cancellationToken));
        return command;
    }
}
