namespace Forecast.Domain.Reading;

/// <summary>A header that is no UTF-8: the file has another encoding, or is no text.</summary>
internal sealed class HeaderNotUtf8Exception(string message) : FileRefusedException(message);
