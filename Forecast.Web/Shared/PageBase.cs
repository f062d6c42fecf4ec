using Forecast.Domain.Access;
using Forecast.Web.Access;
using Microsoft.AspNetCore.Components;

namespace Forecast.Web.Shared;

/// <summary>
/// A page: knows who looks at it, ends its work when it is left, and makes of a failure a sentence for the visitor and a line in the log.
/// </summary>
public abstract class PageBase : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource closing = new();
    private int latestReading;

    protected PageBase() => Closing = closing.Token;

    [Inject] public required ViewerSource Viewers { get; init; }

    [Inject] public required TimeProvider Time { get; init; }

    [Inject] public required ILoggerFactory Loggers { get; init; }

    [Inject] internal Refusals Refusals { get; set; } = null!;

    /// <summary>Cancelled when the page is left; may be asked afterwards, which a source that is disposed of may not.</summary>
    protected CancellationToken Closing { get; }

    /// <summary>What did not work last and why, in words; null when all went well.</summary>
    protected (string What, string Why)? Failure { get; set; }

    /// <summary>The request that is answered with the page; null in a circuit.</summary>
    [CascadingParameter] public HttpContext? Http { get; set; }

    /// <summary>Whether a reading is under way.</summary>
    protected bool IsReading { get; private set; }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        closing.Cancel();
        closing.Dispose();
    }

    /// <summary>
    /// Reads what the page shows. Of several readings under way only the latest counts: when the visitor has moved on, what was read
    /// before, or failed to be, is dropped.
    /// </summary>
    /// <param name="what">What did not work, if it does not: "The runs could not be read".</param>
    /// <param name="read">Reads, and returns what puts it on the page.</param>
    protected async Task ReadAsync(string what, Func<Viewer, Task<Action>> read)
    {
        int mine = ++latestReading;
        IsReading = true;
        Viewer? viewer = null;
        try
        {
            viewer = await Viewers.CurrentAsync(Closing);
            var show = await read(viewer);
            if (mine == latestReading && !Closing.IsCancellationRequested)
            {
                show();
                Failure = null;
            }
        }
        catch (Exception) when (mine != latestReading || Closing.IsCancellationRequested)
        {
            // Nobody waits for it any more.
        }
        catch (Exception e)
        {
            await FailAsync(what, e, viewer);
        }
        finally
        {
            IsReading &= mine != latestReading;
        }
    }

    /// <summary>What the address names is not there, or not for this viewer: the page says so, and the status of the answer.</summary>
    protected void NotThere()
    {
        // As late as can be: a status that is known before is answered with the page of that status.
        if (Http is { Response.HasStarted: false } request)
            request.Response.OnStarting(response =>
            {
                ((HttpResponse)response).StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }, request.Response);
    }

    /// <summary>Does what the visitor asked for, or what has happened asks for.</summary>
    /// <param name="what">What did not work, if it does not.</param>
    /// <param name="action">Does it for the viewer.</param>
    protected async Task TryAsync(string what, Func<Viewer, Task> action)
    {
        Viewer? viewer = null;
        try
        {
            viewer = await Viewers.CurrentAsync(Closing);
            await action(viewer);
        }
        catch (Exception) when (Closing.IsCancellationRequested)
        {
            // The page was left.
        }
        catch (Exception e)
        {
            await FailAsync(what, e, viewer);
        }
    }

    /// <summary>A refusal is written down where others look for it; anything else that fails is ours.</summary>
    private async Task FailAsync(string what, Exception e, Viewer? viewer)
    {
        Failure = (what, Failures.Sentence(e));
        if (e is AccessDeniedException && viewer is not null)
            await Refusals.NoteAsync(viewer, what, e.Message);
        else if (e is not AccessDeniedException)
            Loggers.CreateLogger(GetType()).LogError(e, "{What}.", what);
    }
}
