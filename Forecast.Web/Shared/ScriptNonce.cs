using System.Security.Cryptography;

namespace Forecast.Web.Shared;

/// <summary>
/// A word that is new in each answer: browsers run those scripts only that carry it, and what they load. Whoever smuggles a script into a
/// page does not know it.
/// </summary>
internal static class ScriptNonce
{
    private const string Item = "foreact:script-nonce";

    public static string Of(HttpContext context)
    {
        if (context.Items[Item] is not string nonce)
            context.Items[Item] = nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        return nonce;
    }
}
