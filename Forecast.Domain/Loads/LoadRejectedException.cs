namespace Forecast.Domain.Loads;

/// <summary>
/// A file that cannot be taken in as a whole. The message says what is wrong and how to mend it; the load ends as failed with it.
/// </summary>
internal sealed class LoadRejectedException(string message, Exception? inner = null) : Exception(message, inner);
