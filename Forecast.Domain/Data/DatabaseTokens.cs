using Microsoft.Extensions.Logging;
using Npgsql;

namespace Forecast.Domain.Data;

/// <summary>
/// Tokens of Microsoft Entra ID, which PostgreSQL takes for passwords. A token service that fails ends nothing: connections that are open
/// stay open, new ones are made with the last token for as long as the server takes it, and what is wrong is told here and in the log.
/// </summary>
/// <param name="askAsync">Asks for a token; until when it is good.</param>
/// <param name="options">How often it is looked at.</param>
/// <param name="logger">Is told when tokens stop coming, and when they come again.</param>
public sealed class DatabaseTokens(
    Func<CancellationToken, ValueTask<(string Text, DateTimeOffset ExpiresOn)>> askAsync, DatabaseOptions options,
    ILogger<DatabaseTokens> logger)
{
    /// <summary>How long one question may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>How soon it is asked again after a failure.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);

    private readonly Lock changing = new();
    private DateTimeOffset? goodUntil;
    private DateTimeOffset? failingSince;

    /// <summary>Since when no token could be had, and until when the last one is good, if there was one; null while all is well.</summary>
    public (DateTimeOffset Since, DateTimeOffset? GoodUntil)? Failing
    {
        get
        {
            lock (changing)
                return failingSince is { } since ? (since, goodUntil) : null;
        }
    }

    /// <summary>Lets the connections of a data source sign in with the token of the day.</summary>
    public void SignIn(NpgsqlDataSourceBuilder source)
    {
        ArgumentNullException.ThrowIfNull(source);
        source.UsePeriodicPasswordProvider((_, ct) => AskAsync(ct), TimeSpan.FromSeconds(options.TokenRefreshSeconds), Again);
    }

    private async ValueTask<string> AskAsync(CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        try
        {
            var (text, expires) = await askAsync(limit.Token);
            NoteToken(expires);
            return text;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            NoteFailure(e);
            throw new DatabaseTokenException($"No token to sign in to the database with: {e.Message}", e);
        }
    }

    private void NoteToken(DateTimeOffset expires)
    {
        DateTimeOffset? since;
        lock (changing)
        {
            since = failingSince;
            (goodUntil, failingSince) = (expires, null);
        }

        if (since is not null)
            logger.LogInformation("Tokens for the database are there again; there were none since {Since:u}.", since);
    }

    /// <summary>Told once, when it begins: it is asked every few seconds, for each pool.</summary>
    private void NoteFailure(Exception failure)
    {
        DateTimeOffset? last;
        lock (changing)
        {
            if (failingSince is not null)
                return;
            failingSince = TimeProvider.System.GetUtcNow(); // Tokens keep the time of the world, whatever clock the product is given.
            last = goodUntil;
        }

        logger.LogWarning(
            failure, "No new token for the database; it is asked for every {Seconds} s. The last one is good until {GoodUntil:u}.",
            Again.TotalSeconds, last);
    }
}
