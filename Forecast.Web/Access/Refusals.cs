using System.Collections.Concurrent;
using Forecast.Domain.Access;

namespace Forecast.Web.Access;

/// <summary>
/// Writes down what people were refused. Each person's first ones of an hour, as many as anybody would read: whoever tries a thousand doors
/// must not bury what others did.
/// </summary>
internal sealed class Refusals(AuditTrail audit, TimeProvider time, ILogger<Refusals> logger)
{
    /// <summary>Entries of one person within <see cref="Window"/>, at one process.</summary>
    public const int Most = 20;

    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<int, (long Since, int Count)> noted = new();

    /// <summary>Notes that a viewer was refused something. Does not fail: the refusal itself stands anyhow.</summary>
    /// <param name="viewer">Who asked.</param>
    /// <param name="what">What for: an address, or what did not happen.</param>
    /// <param name="why">What they were told.</param>
    public async Task NoteAsync(Viewer viewer, string what, string why)
    {
        var (_, count) = noted.AddOrUpdate(
            viewer.UserId, _ => (time.GetTimestamp(), 1),
            (_, before) => time.GetElapsedTime(before.Since) < Window ? (before.Since, before.Count + 1) : (time.GetTimestamp(), 1));
        if (count > Most)
            return;
        var detail = count < Most ? why : $"{why} Further refusals of this hour are not written down.";
        try
        {
            await audit.AddAsync(viewer.Name, "refused", what, detail, CancellationToken.None);
        }
        catch (Exception e)
        {
            logger.LogError(e, "{Viewer} was refused, which could not be written down: {What}.", viewer.Name, what);
        }
    }
}
