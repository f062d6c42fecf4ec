using System.Text.Json;
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
    private string region = "";
    private string timeZone = "";
    private string holidays = "";
    private string fileName = "";
    private double sent;
    private string? answer;
    private string? address;
    private bool succeeded;

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

    private async Task SendAsync()
    {
        if (Sending)
            return;
        script ??= await Scripts.InvokeAsync<IJSObjectReference>("import", "./Features/Sales/Parts/UploadPanel.razor.js");
        self ??= DotNetObjectReference.Create(this);
        (answer, address, sent) = (null, null, 0);
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
            ["region"] = region,
            ["timeZone"] = timeZone,
            ["holidays"] = holidays,
        };
        var begun = await script.InvokeAsync<string?>("send", form, QueryHelpers.AddQueryString(Urls.Upload, options), self);
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
