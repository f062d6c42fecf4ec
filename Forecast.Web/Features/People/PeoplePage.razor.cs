using Forecast.Domain.Access;
using Forecast.Domain.Catalog;
using Forecast.Web.Features.People.Reading;
using Forecast.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace Forecast.Web.Features.People;

/// <summary>Who has an account; admins give and take regions, close accounts and open them again.</summary>
public sealed partial class PeoplePage : PageBase
{
    private const int Shown = 200;

    private IReadOnlyList<PersonRow>? people;
    private IReadOnlyList<Region>? regions;
    private string find = "";
    private int self;

    [Inject] internal PeopleReader Reader { get; set; } = null!;

    [Inject] internal AccountChanges Changes { get; set; } = null!;

    protected override Task OnInitializedAsync() => LoadAsync();

    private Task LoadAsync() => ReadAsync("The accounts could not be read", async viewer =>
    {
        var found = await Reader.FindAsync(viewer, find, Shown, Closing);
        var all = await Reader.RegionsAsync(viewer, Closing);
        return () => (people, regions, self) = (found, all, viewer.UserId);
    });

    private Task FindAsync(string? text)
    {
        find = text ?? "";
        return LoadAsync();
    }

    private Task GrantAsync((PersonRow Person, IReadOnlyCollection<int> RegionIds) wanted) =>
        ChangeAsync("The regions were not changed", viewer => Changes.GrantAsync(viewer, wanted.Person.Id, wanted.RegionIds, Closing));

    private Task CloseAsync(PersonRow person) =>
        ChangeAsync("The account was not closed", viewer => Changes.CloseAsync(viewer, person.Id, Closing));

    private Task OpenAsync(PersonRow person) =>
        ChangeAsync("The account was not opened", viewer => Changes.OpenAsync(viewer, person.Id, Closing));

    private async Task ChangeAsync(string what, Func<Viewer, Task> change)
    {
        Failure = null;
        await TryAsync(what, change);
        if (Failure is null)
            await LoadAsync();
    }
}
