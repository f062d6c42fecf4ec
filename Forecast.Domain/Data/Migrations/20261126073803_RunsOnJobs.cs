using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Forecast.Domain.Data.Migrations
{
    /// <inheritdoc />
    public partial class RunsOnJobs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // The tables of the scheduler that jobs were kept in before. What waited there is found and given again by the watchdog.
            migrationBuilder.Sql("""
                DO $$
                DECLARE gone text;
                BEGIN
                    FOR gone IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename LIKE 'qrtz\_%' LOOP
                        EXECUTE format('DROP TABLE %I CASCADE', gone);
                    END LOOP;
                END $$;
                """);

            migrationBuilder.DropColumn(
                name: "lease_until",
                table: "run_shard");

            migrationBuilder.AddColumn<long>(
                name: "job_id",
                table: "run_shard",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "detail",
                table: "run",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "worker_seen",
                columns: table => new
                {
                    queue = table.Column<string>(type: "text", nullable: false),
                    seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_worker_seen", x => x.queue);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "worker_seen");

            migrationBuilder.DropColumn(
                name: "job_id",
                table: "run_shard");

            migrationBuilder.DropColumn(
                name: "detail",
                table: "run");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "lease_until",
                table: "run_shard",
                type: "timestamp with time zone",
                nullable: true);
        }
    }
}
