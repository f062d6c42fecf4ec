using Npgsql;

namespace Forecast.Domain.Data;

/// <summary>
/// The role that pages and workers connect as: it reads and writes rows, and neither makes nor drops anything. What it may not do is what
/// makes row-level security and the audit hold.
/// </summary>
public static class ProductRole
{
    /// <summary>
    /// The role that the product takes while it works for a viewer where it has none of its own, and signs in as the owner of the tables.
    /// Nobody signs in as it.
    /// </summary>
    public const string Viewers = "foreact_viewers";

    /// <summary>Planner statistics after large imports need MAINTAIN, which changes no row and no table.</summary>
    private const string Grants = """
        DO $$
        DECLARE
            grantee text := quote_ident(current_setting('foreact.grantee'));
            schemas text[] := current_schema() || current_setting('foreact.schemas')::text[];
            found record;
        BEGIN
            IF grantee = 'foreact_viewers' AND NOT pg_has_role(grantee, 'SET') THEN
                EXECUTE format('GRANT %s TO %I WITH SET TRUE, INHERIT FALSE', grantee, current_user);
            END IF;
            EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO %s', current_database(), grantee);
            FOR found IN SELECT nspname FROM pg_namespace WHERE nspname = ANY (schemas) LOOP
                EXECUTE format('GRANT USAGE ON SCHEMA %I TO %s', found.nspname, grantee);
                EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA %I TO %s', found.nspname, grantee);
            END LOOP;
            FOR found IN
                SELECT c.oid::regclass AS name, CASE
                    WHEN c.relispartition THEN 'INSERT'
                    WHEN c.relkind = 'v' OR c.relname = '__EFMigrationsHistory' THEN 'SELECT'
                    WHEN c.relname IN ('audit_entry', 'published_forecast') THEN 'SELECT, INSERT'
                    WHEN c.relname IN ('region', 'store', 'item', 'series', 'series_year', 'store_year', 'sales_change')
                        THEN 'SELECT, INSERT, UPDATE, DELETE, MAINTAIN'
                    ELSE 'SELECT, INSERT, UPDATE, DELETE' END AS rights
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = ANY (schemas) AND c.relkind IN ('r', 'p', 'v')
            LOOP
                EXECUTE format('GRANT %s ON %s TO %s', found.rights, found.name, grantee);
            END LOOP;
            FOR found IN
                SELECT p.oid::regprocedure AS name FROM pg_proc p
                WHERE p.pronamespace = current_schema()::regnamespace AND p.prosecdef
            LOOP
                EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %s', found.name, grantee);
            END LOOP;
        END $$;
        """;

    /// <summary>
    /// Makes the role unless it is there, and grants it what this build needs; can be repeated. Tables of the schema and of those named are
    /// granted; the audit and what was published to be added to only; partitions to be filled only, for they are read through their
    /// table, which has a policy.
    /// </summary>
    /// <param name="owner">A connection of the owner of the tables.</param>
    /// <param name="role">The role, as the connection string of the product names it.</param>
    /// <param name="password">Its password if it has to be made; null when it signs in by other means.</param>
    /// <param name="schemas">Further schemas of the product.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ProductRoleException">It cannot be made, or is a role that no policy holds.</exception>
    public static async Task GrantAsync(
        NpgsqlConnection owner, string role, string? password, IReadOnlyCollection<string> schemas, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        await EnsureAsync(owner, role, password, cancellationToken);
        await using var command = new NpgsqlCommand(Grants, owner);
        await using var transaction = await owner.BeginTransactionAsync(cancellationToken);
        await using (var told = new NpgsqlCommand(
            "SELECT set_config('foreact.grantee', $1, true), set_config('foreact.schemas', $2::text[]::text, true)", owner)
        {
            Parameters = { new() { Value = role }, new() { Value = schemas.ToArray() } },
        })
        {
            await told.ExecuteNonQueryAsync(cancellationToken);
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task EnsureAsync(NpgsqlConnection owner, string role, string? password, CancellationToken cancellationToken)
    {
        await using var find = new NpgsqlCommand("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = $1", owner)
        {
            Parameters = { new() { Value = role } },
        };
        if (await find.ExecuteScalarAsync(cancellationToken) is bool passesBy)
        {
            if (!passesBy)
                return;
            throw new ProductRoleException(
                $"The database role {role} passes by row-level security: it is a superuser or has BYPASSRLS. Name an ordinary role in the "
                    + "connection string \"Forecast\".");
        }

        try
        {
            // CREATE ROLE takes no parameters; the server quotes.
            await using var quote = new NpgsqlCommand(
                "SELECT format('CREATE ROLE %I ', $1::text) || CASE WHEN $1 = $3 THEN 'NOLOGIN' WHEN $2::text IS NULL THEN 'LOGIN' "
                    + "ELSE format('LOGIN PASSWORD %L', $2) END", owner)
            {
                Parameters = { new() { Value = role }, new() { Value = (object?)password ?? DBNull.Value }, new() { Value = Viewers } },
            };
            await using var create = new NpgsqlCommand((string)(await quote.ExecuteScalarAsync(cancellationToken))!, owner);
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            var statement = role == Viewers ? $"CREATE ROLE {role}; GRANT {role} TO …;" : $"CREATE ROLE \"{role}\" LOGIN PASSWORD '…'; "
                + "or, where it signs in with Entra ID, in the database postgres: SELECT pgaadauth_create_principal_with_oid('"
                + $"{role}', 'OBJECT-ID', 'service', false, false);";
            throw new ProductRoleException(
                $"The database role {role} does not exist, and the owner of the tables may not make it. Have an administrator of the "
                    + $"server run: {statement}", e);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateObject or PostgresErrorCodes.UniqueViolation)
        {
            // Another migration on the same server was faster.
        }
    }
}
