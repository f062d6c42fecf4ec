namespace Forecast.Web.Access.Entra;

/// <summary>The section <c>AzureAd</c> as Microsoft.Identity.Web reads it, looked at before anything starts.</summary>
internal static class EntraSettings
{
    public const string Section = SignInMethod.ProviderSection;

    private const string AnyCompany = "organizations";

    /// <summary>Directory ids of the companies whose people may enter.</summary>
    public static IReadOnlyList<string> AllowedTenants(IConfiguration configuration)
    {
        var allowed = AllowedTenantSettings(configuration).Select(s => s.Value ?? "").ToList();
        return allowed.Count > 0 ? allowed : [configuration[$"{Section}:TenantId"] ?? ""];
    }

    /// <summary>What is wrong with the settings, a sentence each; nothing when they are not set at all.</summary>
    public static IEnumerable<string> Faults(IConfiguration configuration) =>
        SignInMethod.NamesProvider(configuration)
            ? OfInstance(configuration).Concat(OfTenants(configuration)).Concat(OfClient(configuration))
                .Concat(EntraCredentials.Faults(configuration.GetSection(Section))).Concat(OfAccess(configuration))
            : [];

    /// <summary>As a sentence of the list: the setting, what is wrong with it, and how it is called in the environment.</summary>
    internal static string Sentence(string setting, string fault) =>
        $"{setting} {fault} (environment: {setting.Replace(":", "__", StringComparison.Ordinal)}).";

    private static IEnumerable<string> OfInstance(IConfiguration configuration)
    {
        const string name = $"{Section}:Instance";
        if (!Uri.TryCreate(configuration[name], UriKind.Absolute, out var instance) || instance.Scheme != Uri.UriSchemeHttps)
            yield return Sentence(name, $"is {Found(configuration[name])}; write https://login.microsoftonline.com/");
    }

    private static IEnumerable<string> OfTenants(IConfiguration configuration)
    {
        const string name = $"{Section}:TenantId", allowedName = $"{AccessOptions.Section}:{nameof(AccessOptions.AllowedTenants)}";
        var tenant = configuration[name];
        var allowed = AllowedTenantSettings(configuration).ToList();
        foreach (var setting in allowed.Where(setting => !Guid.TryParse(setting.Value, out _)))
            yield return Sentence(setting.Path, $"is {Found(setting.Value)}; write the directory (tenant) id of a company");
        if (tenant == AnyCompany && allowed.Count == 0)
        {
            yield return Sentence(
                name, $"is \"{AnyCompany}\", which lets in anybody of any company. List those who may enter in {allowedName}:0, :1 …");
        }
        else if (tenant != AnyCompany && !Guid.TryParse(tenant, out _))
        {
            yield return Sentence(
                name, $"is {Found(tenant)}; write the directory (tenant) id, or {AnyCompany} together with {allowedName}");
        }
        else if (tenant != AnyCompany && allowed.Count > 0)
        {
            yield return Sentence(
                name, $"names one company, so {allowedName} is never asked. Write {AnyCompany} for several, or remove the list");
        }
    }

    private static IEnumerable<string> OfClient(IConfiguration configuration)
    {
        const string name = $"{Section}:ClientId", callback = $"{Section}:CallbackPath";
        if (!Guid.TryParse(configuration[name], out _))
            yield return Sentence(name, $"is {Found(configuration[name])}; write the application (client) id of the app registration");
        if (configuration[callback] is { Length: > 0 } path && path[0] != '/')
            yield return Sentence(callback, $"is \"{path}\"; write a path such as /signin-oidc");
    }

    private static IEnumerable<string> OfAccess(IConfiguration configuration)
    {
        const string first = $"{AccessOptions.Section}:{nameof(AccessOptions.FirstAdmin)}";
        if (configuration[first] is { Length: > 0 } subject && !(subject.Split(':') is [var tenant, var key] && IsId(tenant) && IsId(key)))
            yield return Sentence(first, $"is \"{subject}\"; write TENANT-ID:OBJECT-ID of the person");
        string[] byGroups = [nameof(AccessOptions.Groups), nameof(AccessOptions.Regions)];
        foreach (var setting in byGroups.SelectMany(name => configuration.GetSection($"{AccessOptions.Section}:{name}").GetChildren())
            .SelectMany(role => role.GetChildren()).Where(group => !IsId(group.Value)))
            yield return Sentence(setting.Path, $"is {Found(setting.Value)}; write the object id of a group");
    }

    private static IEnumerable<IConfigurationSection> AllowedTenantSettings(IConfiguration configuration) =>
        configuration.GetSection($"{AccessOptions.Section}:{nameof(AccessOptions.AllowedTenants)}").GetChildren();

    private static bool IsId(string? text) => Guid.TryParseExact(text, "D", out _);

    private static string Found(string? value) => string.IsNullOrWhiteSpace(value) ? "not set" : $"\"{value}\"";
}
