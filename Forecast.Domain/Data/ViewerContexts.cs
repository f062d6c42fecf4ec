using Forecast.Domain.Access;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Forecast.Domain.Data;

/// <summary>
/// The one way to the database for whoever reads or writes for a person: through what is opened here only rows of the person's regions are
/// seen and written, whatever a query forgets to ask. Admins see all. The database itself keeps to it, by row-level security.
/// </summary>
/// <param name="database">Connections that work for no region until somebody says for which.</param>
public sealed class ViewerContexts(NpgsqlDataSource database)
{
    /// <summary>
    /// Where the product works as the owner of the tables, whom no policy holds, it takes the role that they hold for as long as it works
    /// for a viewer. A role that is missing is an error, so nobody sees too much.
    /// </summary>
    private const string Begin = $"""
        SELECT set_config('{RegionScope.Setting}', $1, false),
            set_config('role', CASE WHEN row_security_active('store') THEN 'none' ELSE '{ProductRole.Viewers}' END, false)
        """;

    private static readonly DbContextOptions<ForeactDb> Options = new DbContextOptionsBuilder<ForeactDb>().UseNpgsql().Options;

    /// <summary>
    /// A context on one connection, which goes back with it. Whoever holds one must not open a second: where all connections are held,
    /// everybody would wait for everybody.
    /// </summary>
    public async Task<ForeactDb> OpenAsync(Viewer viewer, CancellationToken cancellationToken)
    {
        var connection = await OpenConnectionAsync(viewer, cancellationToken);
        var db = new ForeactDb(Options);
        db.Database.SetDbConnection(connection, contextOwnsConnection: true);
        return db;
    }

    /// <summary>Likewise, for statements that are written by hand.</summary>
    public async Task<NpgsqlConnection> OpenConnectionAsync(Viewer viewer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        var connection = await database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = new NpgsqlCommand(Begin, connection)
            {
                Parameters = { new() { Value = RegionScope.Of(viewer) } },
            };
            await command.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
