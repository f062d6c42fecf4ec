using Forecast.Domain.Access;

namespace Forecast.Web.Access.Api;

/// <summary>What a program may be given to do. The same names are scopes of people's tokens; those of programs end in ".All".</summary>
internal static class ApiScopes
{
    public const string Read = "Forecasts.Read";
    public const string Refresh = "Forecasts.Refresh";
    public const string Import = "Sales.Import";

    /// <summary>The claim of a caller that names a scope; policies ask for it.</summary>
    public const string Claim = "foreact:scope";

    public static readonly IReadOnlyList<string> All = [Read, Refresh, Import];

    /// <summary>The app role by which a program that signs in by itself has the scope.</summary>
    public static string AppRole(string scope) => scope + ".All";

    /// <summary>What of a scope's work a viewer may do at all: nobody gives a token more than they have.</summary>
    public static bool Allows(Viewer viewer, string scope) => scope switch
    {
        Read => true,
        Refresh => viewer.MayPlan,
        Import => viewer.MayLoadFiles,
        _ => false,
    };

    public static string Meaning(string scope) => scope switch
    {
        Read => "Read forecasts, sales, accuracy and runs of your regions",
        Refresh => "Ask for new forecasts of your regions",
        _ => "Load files of sales, stores and items",
    };
}
