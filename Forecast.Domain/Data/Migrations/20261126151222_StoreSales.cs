using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Forecast.Domain.Data.Migrations
{
    /// <inheritdoc />
    public partial class StoreSales : Migration
    {
        /// <summary>Counts anew, from all that is stored, how far the sales of each store reach.</summary>
        public const string Recount = """
            INSERT INTO store_sales (store_id, loaded_from, loaded_until, last_sales)
            SELECT days.store_id, min(days.first), max(days.last), ARRAY[
                max(days.sale) FILTER (WHERE weekday = 0), max(days.sale) FILTER (WHERE weekday = 1),
                max(days.sale) FILTER (WHERE weekday = 2), max(days.sale) FILTER (WHERE weekday = 3),
                max(days.sale) FILTER (WHERE weekday = 4), max(days.sale) FILTER (WHERE weekday = 5),
                max(days.sale) FILTER (WHERE weekday = 6)]
            FROM (SELECT s.store_id, extract(dow FROM d.day)::int AS weekday, min(d.day) AS first, max(d.day) AS last,
                         max(d.day) FILTER (WHERE q.quantity > 0) AS sale
                  FROM series s JOIN series_year y ON y.series_id = s.id
                  CROSS JOIN LATERAL unnest(y.quantity) WITH ORDINALITY AS q (quantity, place)
                  CROSS JOIN LATERAL (SELECT make_date(y.year, 1, 1) + q.place::int - 1 AS day) AS d
                  WHERE q.quantity <> 'NaN' GROUP BY 1, 2) AS days
            GROUP BY days.store_id
            ON CONFLICT (store_id) DO UPDATE SET loaded_from = excluded.loaded_from, loaded_until = excluded.loaded_until,
                last_sales = excluded.last_sales
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "days_missing",
                table: "store_outlook",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "days_used",
                table: "store_outlook",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "item_days_estimated",
                table: "store_outlook",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "items_ended",
                table: "store_outlook",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "store_sales",
                columns: table => new
                {
                    store_id = table.Column<int>(type: "integer", nullable: false),
                    loaded_from = table.Column<DateOnly>(type: "date", nullable: false),
                    loaded_until = table.Column<DateOnly>(type: "date", nullable: false),
                    last_sales = table.Column<DateOnly?[]>(type: "date[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_store_sales", x => x.store_id);
                    table.ForeignKey(
                        name: "fk_store_sales_store_store_id",
                        column: x => x.store_id,
                        principalTable: "store",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.Sql(Recount);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "store_sales");

            migrationBuilder.DropColumn(
                name: "days_missing",
                table: "store_outlook");

            migrationBuilder.DropColumn(
                name: "days_used",
                table: "store_outlook");

            migrationBuilder.DropColumn(
                name: "item_days_estimated",
                table: "store_outlook");

            migrationBuilder.DropColumn(
                name: "items_ended",
                table: "store_outlook");
        }
    }
}
