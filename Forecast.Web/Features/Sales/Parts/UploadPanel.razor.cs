using System.Text.Json;
using Forecast.Domain.Reading;
using Forecast.Web.Features.Sales.Reading;
using Forecast.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.JSInterop;

namespace Forecast.Web.Features.Sales.Parts;

/// <summary>The upload form. The script beside it sends the file and reports how much has gone.</summary>
public sealed partial class UploadPanel : ComponentBase, IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private ElementReference form;
    private IJSObjectReference? script;
    private DotNetObjectReference<UploadPanel>? self;
    private string kind = "sales";
    private string missing = "not-loaded";
    private string unknown = "reject";
    private string fractions = "reject";
    private string dates = "auto";
    private string numbers = "auto";
    private string repeats = "auto";
    private string returns = "reject";
    private string grain = "auto";
    private string columns = "";
    private string sheet = "";
    private string region = "";
    private string timeZone = "";
    private string holidays = "";
    private string fileName = "";
    private double sent;
    private string? answer;
    private string? address;
    private bool succeeded;
    private PreviewAnswer? preview;

    /// <summary>Codes and names of the regions in which stores may be created.</summary>
    [Parameter, EditorRequired] public required IReadOnlyList<(string Code, string Name)> Regions { get; set; }

    /// <summary>Called when a file begins to be sent and when it is through.</summary>
    [Parameter] public EventCallback Changed { get; set; }

    [Inject] public required IJSRuntime Scripts { get; init; }

    /// <summary>Whether a file is on its way.</summary>
    public bool Sending { get; private set; }

    /// <summary>A file chosen before the circuit answers would be lost when it takes the page over.</summary>
    private bool Ready => RendererInfo.IsInteractive && !Sending;

    /// <summary>Called by the script: the share of the file that has gone.</summary>
    [JSInvokable]
    public void Sent(double share)
    {
        sent = share;
        StateHasChanged();
    }

    /// <summary>Called by the script: the server's answer, or status 0 when there was none.</summary>
    [JSInvokable]
    public async Task Ended(int status, string body)
    {
        Sending = false;
        succeeded = status == 200;
        (answer, address) = Read(status, body);
        StateHasChanged();
        await Changed.InvokeAsync();
    }

    /// <summary>Called by the script: how the server understands the file, or status 0 when there was no answer.</summary>
    [JSInvokable]
    public void Previewed(int status, string body)
    {
        Sending = false;
        succeeded = false;
        preview = status == 200 ? JsonSerializer.Deserialize<PreviewAnswer>(body, Json) : null;
        if (preview is null)
            (answer, address) = Read(status, body);
        StateHasChanged();
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (script is not null)
                await script.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and its script with it.
        }

        self?.Dispose();
    }

    internal static (string Answer, string? Address) Read(int status, string body)
    {
        try
        {
            if (status is 200 or 400 or 422 && JsonSerializer.Deserialize<UploadAnswer>(body, Json) is { } read)
                return (status == 200 ? $"The file is loaded. {read.Message}" : read.Message, read.Address);
        }
        catch (JsonException)
        {
            // An answer of something between us and the browser.
        }

        return (status == 0
            ? "The connection ended before the server answered. The list below says what became of the load; nothing half-done is stored."
            : $"The server did not take the file (status {status}). Nothing of it is stored.", null);
    }

    private Task SendAsync() => SendAsync(Urls.Upload, nameof(Ended));

    private Task LookAsync() => SendAsync(Urls.Preview, nameof(Previewed));

    /// <summary>Says what a column is taken for, where something else was taken for it so far, and looks again.</summary>
    private Task ChooseColumnAsync((string Header, string Meaning) choice)
    {
        var chosen = new Dictionary<string, string>(
            (new ReadingOptions().WithColumns(columns) ?? new ReadingOptions()).Columns, StringComparer.Ordinal);
        foreach (var name in chosen.Where(pair => pair.Value == choice.Header).Select(pair => pair.Key).ToList())
            chosen.Remove(name);
        chosen[choice.Meaning] = choice.Header;
        columns = ColumnChoices.Write(chosen);
        return LookAsync();
    }

    /// <summary>Says what was said about the last file of the same source, and looks again.</summary>
    private Task TakeRememberedAsync(IReadOnlyDictionary<string, string> said)
    {
        missing = said.GetValueOrDefault("missing", "not-loaded");
        fractions = said.GetValueOrDefault("fractions", "reject");
        dates = said.GetValueOrDefault("dates", "auto");
        numbers = said.GetValueOrDefault("numbers", "auto");
        repeats = said.GetValueOrDefault("repeats", "auto");
        returns = said.GetValueOrDefault("returns", "reject");
        grain = said.GetValueOrDefault("grain", "auto");
        columns = said.GetValueOrDefault("columns", "");
        sheet = said.GetValueOrDefault("sheet", "");
        return LookAsync();
    }

    private async Task SendAsync(string target, string ended)
    {
        if (Sending)
            return;
        script ??= await Scripts.InvokeAsync<IJSObjectReference>("import", "./Features/Sales/Parts/UploadPanel.razor.js");
        self ??= DotNetObjectReference.Create(this);
        (answer, address, sent, preview) = (null, null, 0, null);
        var options = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["kind"] = kind,
            ["missing"] = missing,
            ["unknown"] = unknown,
            ["fractions"] = fractions,
            ["dates"] = dates,
            ["numbers"] = numbers,
            ["repeats"] = repeats,
            ["returns"] = returns,
            ["grain"] = grain,
            ["columns"] = columns,
            ["sheet"] = sheet,
            ["region"] = region,
            ["timeZone"] = timeZone,
            ["holidays"] = holidays,
        };
        var begun = await script.InvokeAsync<string?>("send", form, QueryHelpers.AddQueryString(target, options), self, ended);
        if (begun is null)
            return; // No file was chosen; the browser says so itself.
        (fileName, Sending) = (begun, true);
        await Changed.InvokeAsync();
    }

    private async Task CancelAsync()
    {
        if (script is not null)
            await script.InvokeVoidAsync("cancel");
    }
}
