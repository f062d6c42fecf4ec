using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Forecast.Domain.Data.Migrations
{
    /// <inheritdoc />
    public partial class Worklists : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "region_worklist",
                columns: table => new
                {
                    region_id = table.Column<int>(type: "integer", nullable: false),
                    run_id = table.Column<long>(type: "bigint", nullable: true),
                    origin = table.Column<DateOnly>(type: "date", nullable: true),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    failed_run_id = table.Column<long>(type: "bigint", nullable: true),
                    failed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    failure = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_region_worklist", x => x.region_id);
                    table.ForeignKey(
                        name: "fk_region_worklist_region_region_id",
                        column: x => x.region_id,
                        principalTable: "region",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "worklist_entry",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    region_id = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    level = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    cause = table.Column<string>(type: "text", nullable: false),
                    store_id = table.Column<int>(type: "integer", nullable: true),
                    item_id = table.Column<int>(type: "integer", nullable: true),
                    series_ids = table.Column<int[]>(type: "integer[]", nullable: true),
                    title = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    strength = table.Column<double>(type: "double precision", nullable: false),
                    severity = table.Column<string>(type: "text", nullable: false),
                    units = table.Column<double>(type: "double precision", nullable: false),
                    pallets = table.Column<double>(type: "double precision", nullable: true),
                    rank = table.Column<double>(type: "double precision", nullable: false),
                    members = table.Column<int>(type: "integer", nullable: false),
                    first_run_id = table.Column<long>(type: "bigint", nullable: false),
                    first_seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_run_id = table.Column<long>(type: "bigint", nullable: false),
                    last_seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    gone_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    status = table.Column<string>(type: "text", nullable: false),
                    snoozed_until = table.Column<DateOnly>(type: "date", nullable: true),
                    assigned_to = table.Column<int>(type: "integer", nullable: true),
                    assigned_name = table.Column<string>(type: "text", nullable: false),
                    settled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    settled_by = table.Column<string>(type: "text", nullable: false),
                    settled_units = table.Column<double>(type: "double precision", nullable: true),
                    back_because = table.Column<string>(type: "text", nullable: false),
                    first_day = table.Column<DateOnly>(type: "date", nullable: false),
                    last_day = table.Column<DateOnly>(type: "date", nullable: false),
                    forecast = table.Column<double>(type: "double precision", nullable: false),
                    reference = table.Column<double>(type: "double precision", nullable: false),
                    noise = table.Column<double>(type: "double precision", nullable: false),
                    verdict = table.Column<string>(type: "text", nullable: true),
                    sold = table.Column<double>(type: "double precision", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_worklist_entry", x => x.id);
                    table.ForeignKey(
                        name: "fk_worklist_entry_app_user_assigned_to",
                        column: x => x.assigned_to,
                        principalTable: "app_user",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                    table.ForeignKey(
                        name: "fk_worklist_entry_region_region_id",
                        column: x => x.region_id,
                        principalTable: "region",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_worklist_entry_assigned_to",
                table: "worklist_entry",
                column: "assigned_to");

            migrationBuilder.CreateIndex(
                name: "ix_worklist_entry_region_id_kind_subject_cause",
                table: "worklist_entry",
                columns: new[] { "region_id", "kind", "subject", "cause" },
                unique: true,
                filter: "gone_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_worklist_entry_region_id_last_day",
                table: "worklist_entry",
                columns: new[] { "region_id", "last_day" });

            migrationBuilder.CreateIndex(
                name: "ix_worklist_entry_region_id_rank",
                table: "worklist_entry",
                columns: new[] { "region_id", "rank" },
                descending: new[] { false, true },
                filter: "gone_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_worklist_entry_region_id_status_kind_snoozed_until",
                table: "worklist_entry",
                columns: new[] { "region_id", "status", "kind", "snoozed_until" },
                filter: "gone_at IS NULL");

            migrationBuilder.GuardByRegion("region_worklist");
            migrationBuilder.GuardByRegion("worklist_entry");

            // Accounts are not for viewers to read. Who plans a region is for those who see it, by name and no more.
            migrationBuilder.Sql("""
                CREATE FUNCTION planners_of_region(of_region integer) RETURNS TABLE (id integer, name text)
                LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
                BEGIN
                    IF NOT sees_all_regions() AND NOT coalesce(of_region = ANY (seen_regions()), false) THEN
                        RETURN;
                    END IF;
                    RETURN QUERY SELECT u.id, u.name FROM app_user u JOIN region_grant g ON g.user_id = u.id
                        WHERE g.region_id = of_region AND u.disabled_at IS NULL AND u.kind = 'Person' AND u.role = 'Planner';
                END $$;
                REVOKE EXECUTE ON FUNCTION planners_of_region(integer) FROM PUBLIC;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP FUNCTION planners_of_region(integer);");
            migrationBuilder.DropTable(
                name: "region_worklist");

            migrationBuilder.DropTable(
                name: "worklist_entry");
        }
    }
}
