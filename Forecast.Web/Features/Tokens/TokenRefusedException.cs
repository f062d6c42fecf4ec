namespace Forecast.Web.Features.Tokens;

/// <summary>A token cannot be made as it was asked for; says why and what to do.</summary>
internal sealed class TokenRefusedException(string message) : Exception(message);
