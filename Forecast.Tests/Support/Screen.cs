using System.Globalization;
using AngleSharp.Dom;
using Bunit;
using Bunit.TestDoubles;
using Forecast.Web.Access;
using MudBlazor.Services;

namespace Forecast.Tests.Support;

/// <summary>Renders components as a British planner sees them.</summary>
public abstract class Screen : BunitContext
{
    private readonly CultureInfo before = CultureInfo.CurrentCulture;

    protected Screen()
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("en-GB");
        DefaultWaitTimeout = TimeSpan.FromSeconds(60); // Patience for a busy machine; nothing is asserted about it.
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Authorization = AddAuthorization();
    }

    protected BunitAuthorizationContext Authorization { get; }

    protected void SignIn(string name, bool admin = false)
    {
        Authorization.SetAuthorized(name);
        if (admin)
            Authorization.SetPolicies(AccessPolicies.Viewer, AccessPolicies.Planner, AccessPolicies.Admin);
        else
            Authorization.SetPolicies(AccessPolicies.Viewer, AccessPolicies.Planner);
    }

    /// <summary>What a reader gets: the pieces of text in their order, one space between them.</summary>
    protected static string TextOf(INode node)
    {
        var pieces = node.Descendants<IText>().SelectMany(text => text.Data.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return string.Join(' ', pieces);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        CultureInfo.CurrentCulture = before;
    }
}
