using Forecast.Web.Features.Briefs.Figures;
using Forecast.Web.Features.Briefs.Reading;
using Forecast.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace Forecast.Web.Features.Briefs;

/// <summary>The morning brief: one page to print.</summary>
public sealed partial class BriefPage : PageBase
{
    private Brief? brief;

    [Parameter] public required string Code { get; set; }

    [Inject] internal BriefReader Reader { get; set; } = null!;

    [Inject] public required NavigationManager Navigation { get; init; }

    protected override Task OnParametersSetAsync() => brief?.Region == Code ? Task.CompletedTask : LoadAsync();

    private Task LoadAsync()
    {
        var code = Code;
        return ReadAsync("The brief could not be read", async viewer =>
        {
            var read = await Reader.ReadAsync(viewer, code, Closing);
            return read is null ? Navigation.NotFound : () => brief = read;
        });
    }
}
