namespace Forecast.Web.Access.Api;

/// <summary>The identity provider does not answer, so tokens of the company cannot be checked.</summary>
internal sealed class ProviderSilentException(Exception cause) : Exception("The identity provider does not answer.", cause);
