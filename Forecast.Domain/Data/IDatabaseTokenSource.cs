namespace Forecast.Domain.Data;

/// <summary>Where tokens come from that the database takes for passwords.</summary>
public interface IDatabaseTokenSource
{
    /// <summary>A token, and until when it is good. Throws when none can be had.</summary>
    /// <param name="scope">What it is for.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    ValueTask<(string Token, DateTimeOffset ExpiresOn)> AskAsync(string scope, CancellationToken cancellationToken);
}
