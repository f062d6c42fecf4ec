using Azure.Identity;
using Forecast.Domain.Data;
using Npgsql;

namespace Forecast.Web.Hosting;

/// <summary>What is wrong with the settings of the database, a sentence each; never the text itself, which may hold a password.</summary>
internal static class DatabaseCheck
{
    /// <summary>Says which credential is meant, as Azure.Identity reads it.</summary>
    private const string Credential = "AZURE_TOKEN_CREDENTIALS";

    /// <summary>What a pod with a workload identity is given.</summary>
    private static readonly string[] OfWorkloads = ["AZURE_CLIENT_ID", "AZURE_TENANT_ID", "AZURE_FEDERATED_TOKEN_FILE"];

    /// <summary>Faults of the product's connection string, and of how it is signed in.</summary>
    public static IEnumerable<string> Faults(IConfiguration configuration, IHostEnvironment environment)
    {
        const string name = $"ConnectionStrings:{DataRegistration.ConnectionName}";
        var text = configuration.GetConnectionString(DataRegistration.ConnectionName);
        if (string.IsNullOrWhiteSpace(text))
        {
            yield return "No database is configured. "
                + $"Set the connection string \"{DataRegistration.ConnectionName}\" (environment: {Variable(name)}).";
        }
        else if (Fault(text, configuration, environment) is { } fault)
        {
            yield return $"{name} {fault} (environment: {Variable(name)}).";
        }

        if (IsByToken(configuration) && MissingOfWorkload(configuration) is { } missing)
            yield return missing;
    }

    /// <summary>Faults of the owner's connection string, if there is one.</summary>
    public static IEnumerable<string> FaultsOfOwner(IConfiguration configuration, IHostEnvironment environment)
    {
        const string name = $"ConnectionStrings:{DataRegistration.OwnerConnectionName}";
        if (configuration.GetConnectionString(DataRegistration.OwnerConnectionName) is { Length: > 0 } text
            && Fault(text, configuration, environment) is { } fault)
            yield return $"{name} {fault} (environment: {Variable(name)}).";
    }

    private static string? Fault(string text, IConfiguration configuration, IHostEnvironment environment)
    {
        try
        {
            var read = new NpgsqlConnectionStringBuilder(text);
            return string.IsNullOrWhiteSpace(read.Host) ? "names no host. Write Host=…;Database=…;Username=…"
                : IsByToken(configuration) ? FaultByToken(read, environment)
                : null;
        }
        catch (ArgumentException e)
        {
            string why = e.Message.Split(" (Parameter", 2)[0].TrimEnd('.'); // The name of the parameter is no word for an operator.
            return $"cannot be read: {why}. Write Host=…;Database=…;Username=…";
        }
    }

    /// <summary>A token is as good as a password to whoever gets it, so it goes to the server meant and to no other.</summary>
    private static string? FaultByToken(NpgsqlConnectionStringBuilder read, IHostEnvironment environment) =>
        !string.IsNullOrEmpty(read.Password) || !string.IsNullOrEmpty(read.Passfile)
            ? $"holds a password although {SignInName} is {DatabaseSignIn.Entra}. Keep one of them"
        : string.IsNullOrWhiteSpace(read.Username)
            ? $"names no role. With {SignInName} {DatabaseSignIn.Entra}, write Username=… with the role of this identity"
        : read.SslMode != SslMode.VerifyFull && !environment.IsDevelopment()
            ? "does not make sure of the server, which would be sent the token. Write SSL Mode=VerifyFull"
        : null;

    private static string? MissingOfWorkload(IConfiguration configuration)
    {
        if (configuration[Credential] is not nameof(WorkloadIdentityCredential))
            return null;
        string[] missing = [.. OfWorkloads.Where(name => string.IsNullOrEmpty(configuration[name]))];
        if (missing.Length > 0)
        {
            return $"{Credential} is {nameof(WorkloadIdentityCredential)}, but {string.Join(", ", missing)} is not set: the pod has no "
                + "workload identity. Give it the label azure.workload.identity/use and a service account with a client id.";
        }

        var file = configuration[OfWorkloads[^1]]!;
        return File.Exists(file) ? null : $"{OfWorkloads[^1]} names no file: \"{file}\". The platform keeps the token of the pod there.";
    }

    private static bool IsByToken(IConfiguration configuration) => DatabaseOptions.Of(configuration).SignIn == DatabaseSignIn.Entra;

    private const string SignInName = $"{DatabaseOptions.Section}:{nameof(DatabaseOptions.SignIn)}";

    private static string Variable(string name) => name.Replace(":", "__", StringComparison.Ordinal);
}
