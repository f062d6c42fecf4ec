using Forecast.Domain.Access;
using Forecast.Web.Features.Tokens.Parts;
using Forecast.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace Forecast.Web.Features.Tokens;

/// <summary>The tokens of whoever looks: made here, shown once, taken back.</summary>
public sealed partial class TokensPage : PageBase
{
    private IReadOnlyList<PersonalToken>? tokens;
    private Viewer? viewer;
    private string? made;
    private string refusal = "";

    [Inject] internal TokenBook Book { get; set; } = null!;

    protected override Task OnInitializedAsync() => LoadAsync();

    private Task LoadAsync() => ReadAsync("Your tokens could not be read", async reader =>
    {
        var found = await Book.ListAsync(reader, Closing);
        return () => (tokens, viewer) = (found, reader);
    });

    private async Task MakeAsync(TokenOrder order)
    {
        (Failure, refusal, made) = (null, "", null);
        await TryAsync("The token was not made", async maker =>
        {
            try
            {
                made = await Book.MakeAsync(maker, order.Name, order.Scopes, order.Days, Closing);
            }
            catch (TokenRefusedException e)
            {
                refusal = e.Message;
            }
        });
        if (made is not null)
            await LoadAsync();
    }

    private async Task TakeBackAsync(PersonalToken token)
    {
        (Failure, made) = (null, null);
        await TryAsync("The token was not taken back", owner => Book.TakeBackAsync(owner, token.Id, Closing));
        if (Failure is null)
            await LoadAsync();
    }
}
