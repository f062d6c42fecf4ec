using System.Net.Sockets;
using Forecast.Domain.Data;
using Forecast.Training.Recovery;
using Forecast.Web.Hosting;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Forecast.Web.Commands;

/// <summary>
/// What a failure that an operator can mend means, in a sentence: a server away, a setting missing, a port taken, an image too small.
/// Anything else is ours and keeps its stack trace.
/// </summary>
internal static class CommandFailure
{
    public static string? Explain(Exception failure) => failure switch
    {
        OperationCanceledException => "Stopped before the end; nothing half-done was kept.",
        MissingSettingException missing => missing.Message,
        WrongSettingsException wrong => wrong.Message,
        ProductRoleException role => role.Message,
        RecoveryException recovery => recovery.Message,
        DatabaseTokenException token => $"{token.Message} Check {DatabaseOptions.Section}__{nameof(DatabaseOptions.SignIn)}, and the "
            + "identity that this process has.",
        PlatformNotSupportedException machine => machine.Message,
        OptionsValidationException invalid => $"A setting is wrong: {string.Join(" ", invalid.Failures)}",
        PostgresException
        {
            SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification,
        } refused =>
            $"The database refused the sign-in: {refused.MessageText}. Check {Setting}.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } unknown =>
            $"The database server has no such database: {unknown.MessageText}. Run the migrate command, which creates it, or check "
                + $"{Setting}.",
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable } =>
            "The database has not the tables this build needs. Run the migrate command.",
        PostgresException => null,
        NpgsqlException { InnerException: SocketException or TimeoutException } away =>
            $"{away.Message}: {away.InnerException!.Message}. Is the database running? Check {Setting}.",
        AddressInUseException taken => $"The address is taken by another program: {taken.Message}. Choose another with --urls.",
        { InnerException: { } inner } => Explain(inner),
        _ => null,
    };

    private const string Setting = $"ConnectionStrings__{DataRegistration.ConnectionName}";
}
