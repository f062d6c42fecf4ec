namespace Forecast.Domain.Data;

/// <summary>How the product proves to PostgreSQL who it is.</summary>
public enum DatabaseSignIn
{
    /// <summary>By what the connection string says: a password, or a certificate.</summary>
    Password,

    /// <summary>By a token of Microsoft Entra ID for the workload's own identity; there is no secret.</summary>
    Entra,
}
