namespace Forecast.Domain.Data;

/// <summary>
/// There is no token to sign in to the database with. An <see cref="IOException"/>, as a database that cannot be reached is: it may be over
/// in a moment, and whoever waits for a database waits for a token as well.
/// </summary>
public sealed class DatabaseTokenException(string message, Exception inner) : IOException(message, inner);
