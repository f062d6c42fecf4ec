using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Forecast.Domain.Data.Migrations
{
    /// <inheritdoc />
    public partial class PublishedAccuracy : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<float[]>(
                name: "naive",
                table: "series_forecast",
                type: "real[]",
                nullable: true);

            migrationBuilder.AddColumn<float>(
                name: "naive_absolute",
                table: "series_forecast",
                type: "real",
                nullable: true);

            migrationBuilder.AddColumn<float>(
                name: "naive_squared",
                table: "series_forecast",
                type: "real",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "accuracy_day",
                columns: table => new
                {
                    region_id = table.Column<int>(type: "integer", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    load_id = table.Column<long>(type: "bigint", nullable: false),
                    scored_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_accuracy_day", x => new { x.region_id, x.day });
                });

            migrationBuilder.CreateTable(
                name: "accuracy_score",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    region_id = table.Column<int>(type: "integer", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    ahead = table.Column<short>(type: "smallint", nullable: false),
                    level = table.Column<string>(type: "text", nullable: false),
                    grain = table.Column<string>(type: "text", nullable: false),
                    store_id = table.Column<int>(type: "integer", nullable: true),
                    category = table.Column<string>(type: "text", nullable: true),
                    item_id = table.Column<int>(type: "integer", nullable: true),
                    demand_class = table.Column<int>(type: "integer", nullable: true),
                    scored = table.Column<int>(type: "integer", nullable: false),
                    not_loaded = table.Column<int>(type: "integer", nullable: false),
                    ran_out = table.Column<int>(type: "integer", nullable: false),
                    actual = table.Column<double>(type: "double precision", nullable: false),
                    signed_error = table.Column<double>(type: "double precision", nullable: false),
                    absolute_error = table.Column<double>(type: "double precision", nullable: false),
                    squared_error = table.Column<double>(type: "double precision", nullable: false),
                    naive_signed_error = table.Column<double>(type: "double precision", nullable: false),
                    naive_absolute_error = table.Column<double>(type: "double precision", nullable: false),
                    naive_squared_error = table.Column<double>(type: "double precision", nullable: false),
                    scaled = table.Column<int>(type: "integer", nullable: false),
                    scaled_error = table.Column<double>(type: "double precision", nullable: false),
                    naive_scaled_error = table.Column<double>(type: "double precision", nullable: false),
                    square_scaled = table.Column<int>(type: "integer", nullable: false),
                    square_scaled_error = table.Column<double>(type: "double precision", nullable: false),
                    naive_square_scaled_error = table.Column<double>(type: "double precision", nullable: false),
                    banded = table.Column<int>(type: "integer", nullable: false),
                    inside = table.Column<int>(type: "integer", nullable: false),
                    at_most_p10 = table.Column<int>(type: "integer", nullable: false),
                    at_most_p50 = table.Column<int>(type: "integer", nullable: false),
                    at_most_p90 = table.Column<int>(type: "integer", nullable: false),
                    pinball_p10 = table.Column<double>(type: "double precision", nullable: false),
                    pinball_p50 = table.Column<double>(type: "double precision", nullable: false),
                    pinball_p90 = table.Column<double>(type: "double precision", nullable: false),
                    banded_naive_absolute_error = table.Column<double>(type: "double precision", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_accuracy_score", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "published_forecast",
                columns: table => new
                {
                    store_id = table.Column<int>(type: "integer", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    ahead = table.Column<short>(type: "smallint", nullable: false),
                    version_id = table.Column<long>(type: "bigint", nullable: false),
                    region_id = table.Column<int>(type: "integer", nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    series_ids = table.Column<int[]>(type: "integer[]", nullable: false),
                    demand_classes = table.Column<int[]>(type: "integer[]", nullable: false),
                    mean = table.Column<float[]>(type: "real[]", nullable: false),
                    p10 = table.Column<float[]>(type: "real[]", nullable: false),
                    p50 = table.Column<float[]>(type: "real[]", nullable: false),
                    p90 = table.Column<float[]>(type: "real[]", nullable: false),
                    naive = table.Column<float[]>(type: "real[]", nullable: false),
                    naive_absolute = table.Column<float?[]>(type: "real[]", nullable: false),
                    naive_squared = table.Column<float?[]>(type: "real[]", nullable: false),
                    total_p10 = table.Column<float>(type: "real", nullable: false),
                    total_p50 = table.Column<float>(type: "real", nullable: false),
                    total_p90 = table.Column<float>(type: "real", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_published_forecast", x => new { x.store_id, x.day, x.ahead, x.version_id });
                });

            migrationBuilder.CreateIndex(
                name: "ix_accuracy_score_region_id_level_grain_ahead_day",
                table: "accuracy_score",
                columns: new[] { "region_id", "level", "grain", "ahead", "day" });

            migrationBuilder.CreateIndex(
                name: "ix_published_forecast_region_id_day",
                table: "published_forecast",
                columns: new[] { "region_id", "day" });
            migrationBuilder.GuardByRegion("published_forecast");
            migrationBuilder.GuardByRegion("accuracy_day");
            migrationBuilder.GuardByRegion("accuracy_score");
            KeepWhatWasPublished(migrationBuilder);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP FUNCTION forget_published_before(date);");
            migrationBuilder.DropTable(
                name: "accuracy_day");

            migrationBuilder.DropTable(
                name: "accuracy_score");

            migrationBuilder.DropTable(
                name: "published_forecast");
            migrationBuilder.Sql("DROP FUNCTION published_forecast_only_grows();");

            migrationBuilder.DropColumn(
                name: "naive",
                table: "series_forecast");

            migrationBuilder.DropColumn(
                name: "naive_absolute",
                table: "series_forecast");

            migrationBuilder.DropColumn(
                name: "naive_squared",
                table: "series_forecast");
        }

        /// <summary>
        /// Whoever owns the table can take this away; the role of the product does not. It forgets what is old by a function of the owner,
        /// which leaves the newest days, whatever is asked.
        /// </summary>
        private static void KeepWhatWasPublished(MigrationBuilder migration) => migration.Sql("""
            CREATE FUNCTION published_forecast_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' AND current_setting('foreact.forgets', true) = 'old published forecasts' THEN
                    RETURN NULL;
                END IF;
                RAISE EXCEPTION 'What was published is neither changed nor removed.' USING ERRCODE = 'insufficient_privilege';
            END $$;
            CREATE TRIGGER published_forecast_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON published_forecast
                FOR EACH STATEMENT EXECUTE FUNCTION published_forecast_only_grows();

            CREATE FUNCTION forget_published_before(first_kept date) RETURNS bigint
            LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
            DECLARE
                until date := least(first_kept, (SELECT max(day) FROM published_forecast) - 8);
                forgotten bigint;
            BEGIN
                IF NOT sees_all_regions() THEN
                    RAISE EXCEPTION 'What was published is forgotten for all regions at once.' USING ERRCODE = 'insufficient_privilege';
                END IF;
                PERFORM set_config('foreact.forgets', 'old published forecasts', true);
                DELETE FROM published_forecast WHERE day < until;
                GET DIAGNOSTICS forgotten = ROW_COUNT;
                PERFORM set_config('foreact.forgets', '', true);
                RETURN forgotten;
            END $$;
            REVOKE EXECUTE ON FUNCTION forget_published_before(date) FROM PUBLIC;
            """);
    }
}
