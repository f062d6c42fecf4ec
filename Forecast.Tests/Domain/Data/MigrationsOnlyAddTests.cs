using System.Text.RegularExpressions;
using Forecast.Domain.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Forecast.Tests.Domain.Data;

/// <summary>
/// Migrations come before the roll-out, and a roll-back leaves them: what the release before uses must stay, and what it does not know must
/// not be asked of it. Removing is the business of the release after the next.
/// </summary>
public partial class MigrationsOnlyAddTests
{
    /// <summary>The last migration before this rule; with each release it becomes that of the release.</summary>
    private const string LastOfRelease = "20261126194500_ProgramsSignIn";

    [Fact]
    public void WhatTheReleaseBeforeUses_Stays()
    {
        using var db = new ForeactDb(new DbContextOptionsBuilder<ForeactDb>().UseNpgsql("Host=nowhere").Options);
        var migrations = db.GetService<IMigrationsAssembly>();

        Assert.Contains(LastOfRelease, migrations.Migrations.Keys);
        foreach (var (id, type) in migrations.Migrations.Where(m => string.CompareOrdinal(m.Key, LastOfRelease) > 0))
        {
            var operations = migrations.CreateMigration(type, db.Database.ProviderName!).UpOperations;
            Assert.All(operations, operation => Assert.True(Fault(operation) is null, $"{id}: {Fault(operation)}"));
        }
    }

    [Theory]
    [InlineData("DROP TABLE store", false)]
    [InlineData("ALTER TABLE run DROP COLUMN reason", false)]
    [InlineData("ALTER TABLE run ALTER COLUMN reason SET NOT NULL", false)]
    [InlineData("ALTER TABLE run RENAME TO order_", false)]
    [InlineData("CREATE TABLE x (id int); DROP TABLE pg_temp.y", true)]
    [InlineData("DROP POLICY by_region ON store; CREATE POLICY by_region ON store USING (true)", true)]
    [InlineData("UPDATE run SET reason = ''", true)]
    public void Statement_ThatTakesSomethingAway_IsNoticed(string sql, bool adds) =>
        Assert.Equal(adds, Fault(new SqlOperation { Sql = sql }) is null);

    [Fact]
    public void ColumnThatTheReleaseBeforeWouldHaveToFill_IsNoticed()
    {
        var column = new AddColumnOperation { Table = "run", Name = "mark", ClrType = typeof(int), IsNullable = false };

        Assert.Contains("run.mark", Fault(column), StringComparison.Ordinal);
        column.DefaultValueSql = "0";
        Assert.Null(Fault(column));
    }

    /// <summary>What an operation takes away, or asks of rows that the release before writes; null if it only adds.</summary>
    private static string? Fault(MigrationOperation operation) => operation switch
    {
        DropTableOperation drop => $"drops the table {drop.Name}",
        DropColumnOperation drop => $"drops the column {drop.Table}.{drop.Name}",
        RenameTableOperation rename => $"renames the table {rename.Name}",
        RenameColumnOperation rename => $"renames the column {rename.Table}.{rename.Name}",
        AddColumnOperation { IsNullable: false, DefaultValue: null, DefaultValueSql: null, ComputedColumnSql: null } add =>
            $"wants {add.Table}.{add.Name} of every new row; give it a default",
        AlterColumnOperation { IsNullable: false, OldColumn.IsNullable: true } alter => $"takes no more NULL in {alter.Table}.{alter.Name}",
        AlterColumnOperation alter when alter.ClrType != alter.OldColumn.ClrType => $"changes the type of {alter.Table}.{alter.Name}",
        SqlOperation sql when Taking().Match(sql.Sql) is { Success: true } found => $"says {found.Value}",
        _ => null,
    };

    [GeneratedRegex(@"\bDROP (TABLE (?!pg_temp)|COLUMN |SCHEMA )\w*|\bRENAME (TO|COLUMN)\b|\bSET NOT NULL\b",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Taking();
}
