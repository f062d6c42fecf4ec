using Forecast.Domain.Access;

namespace Forecast.Web.Features.People.Reading;

/// <summary>Somebody who has an account.</summary>
/// <param name="Id">Database key.</param>
/// <param name="Name">Name on screen.</param>
/// <param name="Email">Mail address; empty when unknown.</param>
/// <param name="Role">What they are, as their last sign-in said.</param>
/// <param name="Kind">Whether it is a person or a program.</param>
/// <param name="Regions">What was granted to them, by name of the region.</param>
/// <param name="LastSeenAt">When they were last seen; null before the first visit.</param>
/// <param name="IsClosed">Whether the account was closed.</param>
public sealed record PersonRow(
    int Id, string Name, string Email, Role Role, AccountKind Kind, IReadOnlyList<PersonRegion> Regions, DateTimeOffset? LastSeenAt,
    bool IsClosed);

/// <summary>A region granted to somebody.</summary>
/// <param name="Id">Database key of the region.</param>
/// <param name="Name">Its name.</param>
/// <param name="ByGroup">Whether it follows from their groups, so that nobody here can take it away.</param>
public sealed record PersonRegion(int Id, string Name, bool ByGroup);
