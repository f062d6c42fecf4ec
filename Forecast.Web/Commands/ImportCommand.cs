using System.CommandLine;
using System.Globalization;
using Forecast.Domain.Data;
using Forecast.Domain.Imports;
using Forecast.Domain.Loads;
using Forecast.Domain.Reading;
using Forecast.Domain.Sales;
using Forecast.Web.Hosting;
using Npgsql;

namespace Forecast.Web.Commands;

/// <summary>Takes sales and master files in from the command line.</summary>
internal static class ImportCommand
{
    private static readonly Argument<FileInfo?> Sales = new("file")
    {
        Description = "Sales as CSV (may be gzip): date,store,item,quantity and, if there, price, promotion, open, stocked_out.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<FileInfo?> Stores =
        new("--stores")
        {
            Description =
        "Store master file: store,region and, if there, name, type, opened_on, closed_on, region_name, time_zone, holiday_calendar."
        };
    private static readonly Option<FileInfo?> Items =
        new("--items") { Description = "Item master file: item and, if there, name, category, units_per_case, cases_per_pallet." };
    private static readonly Option<string> Missing = Choice("--missing", "What a day without a row means.", "not-loaded", "nothing-sold");
    private static readonly Option<string> Unknown =
        Choice("--unknown", "What happens to rows of unknown stores, items or regions.", "reject", "create");
    private static readonly ReadingChoices Reading = new();
    private static readonly Option<bool> Preview = new("--preview")
    {
        Description = "Only show how the sales file is understood and what would become of its rows; nothing is stored.",
    };
    private static readonly Option<string?> Region = new("--region") { Description = "Code of the region in which stores are created." };
    private static readonly Option<string?> TimeZone =
        new("--time-zone") { Description = "IANA time zone of regions that are created; UTC unless said." };
    private static readonly Option<string> Holidays =
        new("--holidays")
        {
            Description = "Holiday calendar of regions that are created, such as DE or US.",
            DefaultValueFactory = _ =>
        ""
        };

    public static Command Create()
    {
        var command = new Command("import", "Take sales and master files in. Masters come first; each file is stored whole or not at all; "
            + "loading a file twice changes nothing.")
        {
            Sales, Stores, Items, Missing, Unknown, Region, TimeZone, Holidays, Preview,
        };
        Reading.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var files = new (FileInfo? File, LoadKind Kind)[]
        {
            (result.GetValue(Stores), LoadKind.Stores), (result.GetValue(Items), LoadKind.Items), (result.GetValue(Sales), LoadKind.Sales),
        };
        if (Array.TrueForAll(files, file => file.File is null))
            return Refuse("Nothing to import. Name a sales file, or master files with --stores and --items.");
        if (result.GetValue(Preview) && result.GetValue(Sales) is null)
            return Refuse("--preview shows how a sales file is understood. Name one.");
        if (result.GetValue(Preview))
            files = [files[^1]];
        if (Array.Find(files, file => file.File is { Exists: false }).File is { } missing)
            return Refuse($"There is no file {FileNames.Shown(missing.ToString())}.");

        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        SettingsCheck.DemandDatabase(builder.Configuration, builder.Environment);
        builder.Services.AddForeactClock(builder.Configuration);
        builder.Services.AddForeactDatabase(builder.Configuration);
        builder.Services.AddForeactTokens(builder.Configuration);
        using var host = builder.Build();
        var import = new FileImport(host.Services.GetRequiredService<NpgsqlDataSource>(), host.Services.GetRequiredService<TimeProvider>());
        int end = 0;
        foreach (var (file, kind) in files)
        {
            if (file is null)
                continue;
            int ended = await LoadAsync(import, file, kind, result, cancellationToken);
            if (ended == CommandEnd.Failed)
                return ended;
            end = Math.Max(end, ended);
        }

        return end;
    }

    private static async Task<int> LoadAsync(
        FileImport import, FileInfo file, LoadKind kind, ParseResult options, CancellationToken cancellationToken)
    {
        string name = FileNames.Shown(file.Name);
        var request = RequestFor(file, kind, options);
        bool isPreview = options.GetValue(Preview) && kind == LoadKind.Sales;
        var started = TimeProvider.System.GetTimestamp();
        await using var stream = new FileStream(
            file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 18, FileOptions.Asynchronous | FileOptions.SequentialScan);
        Load load;
        try
        {
            if (isPreview)
            {
                int end = await ShowAsync(name, await import.PreviewAsync(stream, request, cancellationToken));
                await SayRememberedAsync(import, stream, request, cancellationToken);
                return end;
            }

            load = await import.RunAsync(stream, request, new ConsoleProgress(), cancellationToken);
        }
        catch (FileRefusedException e)
        {
            Refuse($"{name}: {e.Message}");
            await SayRememberedAsync(import, stream, request, cancellationToken);
            return CommandEnd.Failed;
        }
        catch (WrongChoiceException e) // An option names a zone or calendar that does not exist.
        {
            return Refuse(e.Message);
        }
        catch (NpgsqlException e)
        {
            return Refuse(
                $"{name}: the database could not be used ({e.Message}). Nothing of the file was stored; load it again.");
        }

        double seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        if (load.Status != LoadStatus.Succeeded)
        {
            Refuse($"{name} (load {load.Id}): {load.Message}");
            await SayRememberedAsync(import, stream, request, cancellationToken);
            return CommandEnd.Failed;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name} (load {load.Id}): {load.RowsRead:N0} {(load.RowsRead == 1 ? "row" : "rows")} read, {load.RowsAccepted:N0} taken, "
                + $"{load.RowsDuplicate:N0} repeats left out, {load.RowsRejected:N0} rejected, {load.ValuesChanged:N0} values changed in "
                + $"{seconds:0.0} s ({load.RowsRead / seconds:N0} rows/s). {load.Message}"));
        return load.RowsAccepted == 0 ? CommandEnd.Failed
            : Endings.IsDoubtful(load.RowsRead, load.RowsRejected) ? CommandEnd.Doubtful : 0;
    }

    /// <summary>Says what was chosen for the last file of the same source, where that is something else.</summary>
    private static async Task SayRememberedAsync(FileImport import, Stream file, ImportRequest request, CancellationToken cancellationToken)
    {
        file.Position = 0;
        if (request.Kind == LoadKind.Sales && (await import.LookAsync(file, request, cancellationToken)).Known is { } known)
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"A file with these columns, {known.FileName}, was loaded on {known.LoadedAt:yyyy-MM-dd} with "
                + $"{SourceChoices.FromJson(known.Choices).Text}."));
    }

    private static ImportRequest RequestFor(FileInfo file, LoadKind kind, ParseResult options) =>
        new()
        {
            FileName = file.Name,
            RequestedBy = $"command line ({Environment.UserName})",
            Kind = kind,
            MissingDays = options.GetValue(Missing) == "nothing-sold" ? MissingDays.NothingSold : MissingDays.NotLoaded,
            UnknownKeys = options.GetValue(Unknown) == "create" ? UnknownKeys.Create : UnknownKeys.Reject,
            Reading = Reading.Of(options, new ReadingOptions()),
            RegionCode = options.GetValue(Region),
            TimeZone = options.GetValue(TimeZone),
            HolidayCalendar = options.GetValue(Holidays)!,
            BytesTotal = file.Length,
        };

    private static async Task<int> ShowAsync(string name, SalesPreview preview)
    {
        foreach (string line in PreviewText.Lines(name, preview))
            await Console.Out.WriteLineAsync(line);
        return preview.RowsTaken == 0 ? CommandEnd.Failed
            : Endings.IsDoubtful(preview.RowsRead, preview.RowsRejected) ? CommandEnd.Doubtful : 0;
    }

    private static int Refuse(string message)
    {
        Console.Error.WriteLine(message);
        return CommandEnd.Failed;
    }

    private static Option<string> Choice(string name, string description, params string[] values)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => values[0] };
        option.AcceptOnlyFromAmong(values);
        return option;
    }

    /// <summary>One line that rewrites itself; silent when nobody watches.</summary>
    private sealed class ConsoleProgress : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value)
        {
            if (Console.IsErrorRedirected)
                return;
            string share = value.BytesTotal is > 0 and var total ? $"{100.0 * value.BytesRead / total:0} %, " : "";
            Console.Error.Write(value.Status switch
            {
                LoadStatus.Waiting => "\rWaits for another load to end …",
                LoadStatus.Running => string.Create(CultureInfo.InvariantCulture, $"\r{share}{value.RowsRead:N0} rows …\u001b[K"),
                _ => "\r\u001b[K",
            });
        }
    }
}
