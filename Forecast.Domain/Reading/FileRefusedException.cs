namespace Forecast.Domain.Reading;

/// <summary>
/// A file that cannot be read as a whole. The message says what is wrong and how to mend it; nothing of the file is taken.
/// </summary>
public class FileRefusedException(string message, Exception? inner = null) : Exception(message, inner);
