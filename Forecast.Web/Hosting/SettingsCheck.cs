using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Forecast.Domain.Data;
using Forecast.Training;
using Forecast.Training.Engine;
using Forecast.Training.Registry;
using Forecast.Training.Runs;
using Forecast.Web.Access;
using Forecast.Web.Access.Entra;
using Forecast.Web.Features.Api;
using Forecast.Web.Features.Briefs;
using Forecast.Web.Features.Worklists.Reading;
using Forecast.Web.Telemetry;

namespace Forecast.Web.Hosting;

/// <summary>
/// Looks at all settings before anything starts: a wrong one must not wait until a region has been learned to be found. Names, numbers and
/// their ranges come from the options classes; what only belongs together says so itself (<see cref="IValidatableObject"/>).
/// </summary>
internal static class SettingsCheck
{
    private static readonly (string Section, Type Options)[] Sections =
    [
        (RunOptions.Section, typeof(RunOptions)), (WorkerOptions.Section, typeof(WorkerOptions)),
        (BlobStorageOptions.Section, typeof(BlobStorageOptions)),
        (EngineOptions.Section, typeof(EngineOptions)), (LimitOptions.Section, typeof(LimitOptions)),
        (AuditOptions.Section, typeof(AuditOptions)), (TelemetryOptions.Section, typeof(TelemetryOptions)),
        (ApiOptions.Section, typeof(ApiOptions)), (WorklistOptions.Section, typeof(WorklistOptions)),
        (BriefOptions.Section, typeof(BriefOptions)),
    ];

    /// <summary>Checks everything that a process needs which serves or computes.</summary>
    /// <exception cref="WrongSettingsException">All that is wrong, in one list.</exception>
    public static void Demand(IConfiguration configuration, IHostEnvironment environment)
    {
        var faults = OfClock(configuration, environment).Concat(OfDatabase(configuration, environment)).Concat(OfRole(configuration))
            .Concat(OfProxies(configuration)).Concat(OfSignIn(configuration)).Concat(OfKeys(configuration))
            .Concat(Sections.SelectMany(section => OfSection(configuration.GetSection(section.Section), section.Options))).ToList();
        if (faults.Count > 0)
            throw new WrongSettingsException(faults);
    }

    /// <summary>Checks what commands need that only read and write the database.</summary>
    /// <exception cref="WrongSettingsException">It is not set or cannot be read.</exception>
    public static void DemandDatabase(IConfiguration configuration, IHostEnvironment environment)
    {
        var faults = OfClock(configuration, environment).Concat(OfDatabase(configuration, environment)).ToList();
        if (faults.Count > 0)
            throw new WrongSettingsException(faults);
    }

    /// <summary>Checks what the migration needs: the database, its owner if that is another role, and what wraps the first key.</summary>
    /// <exception cref="WrongSettingsException">One is not set or cannot be read.</exception>
    public static void DemandMigration(IConfiguration configuration, IHostEnvironment environment)
    {
        var faults = OfClock(configuration, environment).Concat(OfDatabase(configuration, environment))
            .Concat(DatabaseCheck.FaultsOfOwner(configuration, environment)).Concat(OfKeys(configuration)).ToList();
        if (faults.Count > 0)
            throw new WrongSettingsException(faults);
    }

    /// <summary>Checks what backups need: what the migration needs, and where the blobs are.</summary>
    /// <exception cref="WrongSettingsException">One is not set or cannot be read.</exception>
    public static void DemandRecovery(IConfiguration configuration, IHostEnvironment environment)
    {
        DemandMigration(configuration, environment);
        var faults = OfSection(configuration.GetSection(BlobStorageOptions.Section), typeof(BlobStorageOptions)).ToList();
        if (faults.Count > 0)
            throw new WrongSettingsException(faults);
    }

    private static IEnumerable<string> OfKeys(IConfiguration configuration) =>
        KeyWrapping.Faults(configuration).Select(fault => $"{fault.Name} {fault.What} (environment: {Environment(fault.Name)}).");

    private static IEnumerable<string> OfClock(IConfiguration configuration, IHostEnvironment environment) =>
        ProcessClock.Fault(configuration, environment) is { } fault ? [fault] : [];

    private static IEnumerable<string> OfDatabase(IConfiguration configuration, IHostEnvironment environment)
    {
        var faults = OfSection(configuration.GetSection(DatabaseOptions.Section), typeof(DatabaseOptions)).ToList();
        return faults.Count > 0 ? faults : DatabaseCheck.Faults(configuration, environment);
    }

    private static IEnumerable<string> OfRole(IConfiguration configuration)
    {
        var role = configuration[TrainingRegistration.RoleSetting];
        if (!string.IsNullOrEmpty(role) && !(Enum.TryParse<ProcessRole>(role, ignoreCase: true, out var known) && Enum.IsDefined(known)))
        {
            var roles = string.Join(", ", Enum.GetNames<ProcessRole>());
            yield return $"{TrainingRegistration.RoleSetting} is \"{role}\"; it is one of {roles}.";
        }
    }

    private static IEnumerable<string> OfProxies(IConfiguration configuration)
    {
        foreach (var network in configuration.GetSection("Proxy:KnownNetworks").GetChildren())
        {
            if (!System.Net.IPNetwork.TryParse(network.Value ?? "", out _))
                yield return $"{network.Path} is \"{network.Value}\"; write a network such as 10.0.0.0/16 (environment: "
                    + $"{Environment(network.Path)}).";
        }
    }

    /// <summary>A process that only computes signs nobody in, and need not be given the secret.</summary>
    private static IEnumerable<string> OfSignIn(IConfiguration configuration) =>
        string.Equals(configuration[TrainingRegistration.RoleSetting], nameof(ProcessRole.Worker), StringComparison.OrdinalIgnoreCase)
            ? []
            : EntraSettings.Faults(configuration);

    private static IEnumerable<string> OfSection(IConfigurationSection section, Type options)
    {
        var faults = options.GetProperties().Where(p => p.CanWrite).Select(p => OfProperty(section, p)).OfType<string>().ToList();
        if (faults.Count > 0)
            return faults;
        var bound = section.Get(options) ?? Activator.CreateInstance(options)!;
        return bound is IValidatableObject whole
            ? whole.Validate(new ValidationContext(bound)).Select(fault =>
            {
                var name = $"{section.Key}:{fault.MemberNames.First()}";
                return $"{name} {fault.ErrorMessage} (environment: {Environment(name)}).";
            })
            : [];
    }

    private static string? OfProperty(IConfigurationSection section, PropertyInfo property)
    {
        var name = $"{section.Key}:{property.Name}";
        if (section[property.Name] is not { } text)
            return null;
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (!TryConvert(text, type, out var value))
            return $"{name} is \"{text}\", which is {Lack(type)} (environment: {Environment(name)}).";

        return property.GetCustomAttribute<RangeAttribute>() is { } range && !range.IsValid(value)
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{name} is {text}; it must lie between {range.Minimum} and {range.Maximum} (environment: {Environment(name)}).")
            : null;
    }

    private static bool TryConvert(string text, Type type, out object? value)
    {
        value = null;
        try
        {
            value = TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text);
            return !type.IsEnum || Enum.IsDefined(type, value!); // Any whole number would pass for one of its values.
        }
        catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    private static string Lack(Type type) => type.IsEnum ? $"none of {string.Join(", ", Enum.GetNames(type))}"
        : type == typeof(bool) ? "neither true nor false"
        : type == typeof(Uri) ? "no address such as https://account.blob.core.windows.net"
        : type == typeof(double) ? "no number such as 0.5"
        : "no whole number";

    private static string Environment(string name) => name.Replace(":", "__", StringComparison.Ordinal);
}
