namespace Forecast.Domain.Access;

/// <summary>Whose account it is.</summary>
public enum AccountKind
{
    /// <summary>Somebody who signs in.</summary>
    Person,

    /// <summary>A program that signs in by itself; it sees the regions that admins grant to it.</summary>
    Application,
}
