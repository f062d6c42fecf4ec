using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Forecast.Domain.Data.Migrations
{
    /// <inheritdoc />
    public partial class Transport : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "route_id",
                table: "store",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "cubic_metres_per_case",
                table: "item",
                type: "double precision",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "kg_per_case",
                table: "item",
                type: "double precision",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "delivery_route",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    code = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    region_id = table.Column<int>(type: "integer", nullable: false),
                    vehicle = table.Column<string>(type: "text", nullable: false),
                    pallets = table.Column<double>(type: "double precision", nullable: true),
                    cubic_metres = table.Column<double>(type: "double precision", nullable: true),
                    kg = table.Column<double>(type: "double precision", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_delivery_route", x => x.id);
                    table.CheckConstraint("ck_delivery_route_capacity", "pallets > 0 AND cubic_metres > 0 AND kg > 0");
                    table.ForeignKey(
                        name: "fk_delivery_route_regions_region_id",
                        column: x => x.region_id,
                        principalTable: "region",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "region_transport",
                columns: table => new
                {
                    region_id = table.Column<int>(type: "integer", nullable: false),
                    worked_out_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    is_due = table.Column<bool>(type: "boolean", nullable: false),
                    route_days = table.Column<int[]>(type: "integer[]", nullable: false),
                    route_stated = table.Column<double[]>(type: "double precision[]", nullable: false),
                    route_happened = table.Column<int[]>(type: "integer[]", nullable: false),
                    store_days = table.Column<int[]>(type: "integer[]", nullable: false),
                    store_stated = table.Column<double[]>(type: "double precision[]", nullable: false),
                    store_happened = table.Column<int[]>(type: "integer[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_region_transport", x => x.region_id);
                    table.ForeignKey(
                        name: "fk_region_transport_region_region_id",
                        column: x => x.region_id,
                        principalTable: "region",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "store_load",
                columns: table => new
                {
                    version_id = table.Column<long>(type: "bigint", nullable: false),
                    store_id = table.Column<int>(type: "integer", nullable: false),
                    origin = table.Column<DateOnly>(type: "date", nullable: false),
                    pallets = table.Column<float[]>(type: "real[]", nullable: false),
                    cubic_metres = table.Column<float[]>(type: "real[]", nullable: false),
                    kg = table.Column<float[]>(type: "real[]", nullable: false),
                    cases = table.Column<float[]>(type: "real[]", nullable: false),
                    pallets_of_cases = table.Column<float[]>(type: "real[]", nullable: false),
                    units = table.Column<float>(type: "real", nullable: false),
                    units_without_pallets = table.Column<float>(type: "real", nullable: false),
                    units_without_cubic_metres = table.Column<float>(type: "real", nullable: false),
                    units_without_kg = table.Column<float>(type: "real", nullable: false),
                    items_lacking = table.Column<int>(type: "integer", nullable: false),
                    lacking_item_ids = table.Column<int[]>(type: "integer[]", nullable: false),
                    backtest_origins = table.Column<DateOnly[]>(type: "date[]", nullable: false),
                    backtest_pallets = table.Column<float[]>(type: "real[]", nullable: false),
                    backtest_pallets_forecast = table.Column<float[]>(type: "real[]", nullable: false),
                    backtest_cubic_metres = table.Column<float[]>(type: "real[]", nullable: false),
                    backtest_cubic_metres_forecast = table.Column<float[]>(type: "real[]", nullable: false),
                    backtest_kg = table.Column<float[]>(type: "real[]", nullable: false),
                    backtest_kg_forecast = table.Column<float[]>(type: "real[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_store_load", x => new { x.version_id, x.store_id });
                    table.ForeignKey(
                        name: "fk_store_load_forecast_version_version_id",
                        column: x => x.version_id,
                        principalTable: "forecast_version",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_store_load_store_store_id",
                        column: x => x.store_id,
                        principalTable: "store",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "transport_day",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    region_id = table.Column<int>(type: "integer", nullable: false),
                    route_id = table.Column<int>(type: "integer", nullable: true),
                    store_id = table.Column<int>(type: "integer", nullable: true),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    pallets = table.Column<float>(type: "real", nullable: false),
                    whole_pallets = table.Column<int>(type: "integer", nullable: false),
                    cases = table.Column<int>(type: "integer", nullable: false),
                    pallets_of_cases = table.Column<float>(type: "real", nullable: false),
                    cubic_metres = table.Column<float>(type: "real", nullable: false),
                    kg = table.Column<float>(type: "real", nullable: false),
                    load = table.Column<float>(type: "real", nullable: true),
                    trucks = table.Column<int>(type: "integer", nullable: true),
                    odds = table.Column<float>(type: "real", nullable: true),
                    odds_of_two = table.Column<float>(type: "real", nullable: true),
                    odds_of_three = table.Column<float>(type: "real", nullable: true),
                    why_not = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_transport_day", x => x.id);
                    table.ForeignKey(
                        name: "fk_transport_day_delivery_route_route_id",
                        column: x => x.route_id,
                        principalTable: "delivery_route",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_transport_day_region_region_id",
                        column: x => x.region_id,
                        principalTable: "region",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_transport_day_store_store_id",
                        column: x => x.store_id,
                        principalTable: "store",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_store_route_id",
                table: "store",
                column: "route_id");

            migrationBuilder.CreateIndex(
                name: "ix_delivery_route_code",
                table: "delivery_route",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_delivery_route_region_id",
                table: "delivery_route",
                column: "region_id");

            migrationBuilder.CreateIndex(
                name: "ix_store_load_store_id",
                table: "store_load",
                column: "store_id");

            migrationBuilder.CreateIndex(
                name: "ix_transport_day_region_id_day",
                table: "transport_day",
                columns: new[] { "region_id", "day" });

            migrationBuilder.CreateIndex(
                name: "ix_transport_day_route_id",
                table: "transport_day",
                column: "route_id");

            migrationBuilder.CreateIndex(
                name: "ix_transport_day_store_id_day",
                table: "transport_day",
                columns: new[] { "store_id", "day" },
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "fk_store_delivery_route_route_id",
                table: "store",
                column: "route_id",
                principalTable: "delivery_route",
                principalColumn: "id",
                onDelete: ReferentialAction.SetNull);

            foreach (var table in (string[])["delivery_route", "region_transport", "transport_day"])
                migrationBuilder.GuardByRegion(table);
            migrationBuilder.GuardByOwner("store_load", "store", "store_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_store_delivery_route_route_id",
                table: "store");

            migrationBuilder.DropTable(
                name: "region_transport");

            migrationBuilder.DropTable(
                name: "store_load");

            migrationBuilder.DropTable(
                name: "transport_day");

            migrationBuilder.DropTable(
                name: "delivery_route");

            migrationBuilder.DropIndex(
                name: "ix_store_route_id",
                table: "store");

            migrationBuilder.DropColumn(
                name: "route_id",
                table: "store");

            migrationBuilder.DropColumn(
                name: "cubic_metres_per_case",
                table: "item");

            migrationBuilder.DropColumn(
                name: "kg_per_case",
                table: "item");
        }
    }
}
