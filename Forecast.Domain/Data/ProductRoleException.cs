namespace Forecast.Domain.Data;

/// <summary>The role of the product cannot be used as it is; the message says why and what to do.</summary>
public sealed class ProductRoleException(string message, Exception? innerException = null) : Exception(message, innerException);
