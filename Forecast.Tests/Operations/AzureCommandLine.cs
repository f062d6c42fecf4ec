using System.Globalization;
using System.Text;
using Forecast.Tests.Support;

namespace Forecast.Tests.Operations;

/// <summary>
/// Stands in for the Azure CLI: notes what it is called with, and what the files hold that it is given, and answers what was agreed. There
/// is no cloud to ask.
/// </summary>
internal sealed class AzureCommandLine : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("foreact-az-");
    private readonly StringBuilder answers = new();

    /// <summary>The calls so far, one line each.</summary>
    public IReadOnlyList<string> Calls =>
        Read("calls").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The files that were handed over, one after the other.</summary>
    public string Bodies => Read("bodies");

    /// <summary>Agrees on an answer to calls that begin with these words; the first that fits counts.</summary>
    public AzureCommandLine Answering(string call, string answer)
    {
        answers.Append(CultureInfo.InvariantCulture, $"  '{call}'*) printf '%s\\n' '{answer}' ;;\n");
        return this;
    }

    /// <summary>Runs a script of infra/ that finds this in place of the Azure CLI.</summary>
    /// <param name="script">Its name, without ending.</param>
    /// <param name="arguments">What it is given.</param>
    /// <param name="input">What is typed.</param>
    public async Task<Command> RunAsync(string script, string[] arguments, string input = "")
    {
        var program = Path.Combine(folder.FullName, "az");
        await File.WriteAllTextAsync(program, $$"""
            #!/usr/bin/env bash
            printf '%s\n' "$(tr '\n' ' ' <<<"$*")" >>"{{folder.FullName}}/calls"
            for argument in "$@"; do
              case $argument in @*) cat "${argument#@}" >>"{{folder.FullName}}/bodies" ;; esac
            done
            case "$*" in
            {{answers}}
            esac
            """, TestContext.Current.CancellationToken);
        await Command.RunAsync("chmod", ["+x", program]);
        var environment = new Dictionary<string, string>(Bicep.Somebody, StringComparer.Ordinal)
        {
            ["PATH"] = $"{folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}",
        };
        return await Command.RunAsync(Checkout.PathOf("infra", $"{script}.sh"), arguments, environment, input);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private string Read(string file)
    {
        var path = Path.Combine(folder.FullName, file);
        return File.Exists(path) ? File.ReadAllText(path) : "";
    }
}
