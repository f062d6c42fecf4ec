using Microsoft.EntityFrameworkCore.Migrations;

namespace Forecast.Domain.Data;

/// <summary>
/// Row-level security, as migrations switch it on. A table without a policy shows all of its rows to everybody: whoever adds one that
/// holds something of a region adds a line in its migration, or a test says so. The owner of the tables, who migrates and backs up, is not
/// held.
/// </summary>
internal static class RowGuard
{
    /// <summary>Rows with a region of their own. Which ones are seen is asked once per statement, not per row: hence the SELECT.</summary>
    public static void GuardByRegion(this MigrationBuilder migration, string table, string column = "region_id") =>
        migration.Guard(table, $"{column} = ANY ((SELECT seen_regions())::integer[])");

    /// <summary>Rows that belong to a row of another table are seen by whoever sees that one: its own policy decides.</summary>
    public static void GuardByOwner(
        this MigrationBuilder migration, string table, string owner, string column, string key = "id") =>
        migration.Guard(table, $"EXISTS (SELECT 1 FROM {owner} o WHERE o.{key} = {table}.{column})");

    /// <summary>Rows for which the condition holds; all of them for work that is for all regions.</summary>
    public static void Guard(this MigrationBuilder migration, string table, string condition) => migration.Sql(
        $"""
        CREATE POLICY rows_of_seen_regions ON {table}
            USING ((SELECT current_setting('{RegionScope.Setting}', true)) = '{RegionScope.All}' OR {condition});
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        """);

    /// <summary>Takes the policy of a table away.</summary>
    public static void Unguard(this MigrationBuilder migration, string table) => migration.Sql(
        $"""
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        DROP POLICY rows_of_seen_regions ON {table};
        """);
}
