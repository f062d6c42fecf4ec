using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Forecast.Domain.Data.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "alias_move",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    region_id = table.Column<int>(type: "integer", nullable: false),
                    alias = table.Column<string>(type: "text", nullable: false),
                    from_version_id = table.Column<long>(type: "bigint", nullable: true),
                    to_version_id = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alias_move", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "app_user",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    subject = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    email = table.Column<string>(type: "text", nullable: false),
                    role = table.Column<string>(type: "text", nullable: false),
                    disabled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_app_user", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "audit_entry",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    action = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    detail = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_entry", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "item",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    code = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    category = table.Column<string>(type: "text", nullable: false),
                    units_per_case = table.Column<double>(type: "double precision", nullable: true),
                    cases_per_pallet = table.Column<double>(type: "double precision", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_item", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "load",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    kind = table.Column<string>(type: "text", nullable: false),
                    file_name = table.Column<string>(type: "text", nullable: false),
                    digest = table.Column<string>(type: "text", nullable: false),
                    missing_days = table.Column<string>(type: "text", nullable: false),
                    unknown_keys = table.Column<string>(type: "text", nullable: false),
                    requested_by = table.Column<string>(type: "text", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    status = table.Column<string>(type: "text", nullable: false),
                    bytes_total = table.Column<long>(type: "bigint", nullable: true),
                    bytes_read = table.Column<long>(type: "bigint", nullable: false),
                    rows_read = table.Column<long>(type: "bigint", nullable: false),
                    rows_accepted = table.Column<long>(type: "bigint", nullable: false),
                    rows_duplicate = table.Column<long>(type: "bigint", nullable: false),
                    rows_rejected = table.Column<long>(type: "bigint", nullable: false),
                    values_changed = table.Column<long>(type: "bigint", nullable: false),
                    first_day = table.Column<DateOnly>(type: "date", nullable: true),
                    last_day = table.Column<DateOnly>(type: "date", nullable: true),
                    message = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_load", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "region",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    code = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    time_zone = table.Column<string>(type: "text", nullable: false),
                    holiday_calendar = table.Column<string>(type: "text", nullable: false),
                    morning_run_at = table.Column<TimeOnly>(type: "time without time zone", nullable: false),
                    deadline_at = table.Column<TimeOnly>(type: "time without time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_region", x => x.id);
                });

            // By hand: partitioned by day, so that old forecasts are dropped, not deleted. Whoever plans a run adds the day's partition.
            migrationBuilder.Sql("""
                CREATE TABLE series_forecast (
                    partition date NOT NULL,
                    version_id bigint NOT NULL,
                    series_id integer NOT NULL,
                    mean real[] NOT NULL,
                    p10 real[] NOT NULL,
                    p50 real[] NOT NULL,
                    p90 real[] NOT NULL,
                    method text NOT NULL,
                    reason text NOT NULL,
                    demand_class integer NOT NULL,
                    CONSTRAINT pk_series_forecast PRIMARY KEY (partition, version_id, series_id)
                ) PARTITION BY RANGE (partition);
                """);

            migrationBuilder.CreateTable(
                name: "shared_key",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    name = table.Column<string>(type: "text", nullable: false),
                    xml = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shared_key", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "rejected_row",
                columns: table => new
                {
                    load_id = table.Column<long>(type: "bigint", nullable: false),
                    line = table.Column<long>(type: "bigint", nullable: false),
                    column_name = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rejected_row", x => new { x.load_id, x.line, x.column_name });
                    table.ForeignKey(
                        name: "fk_rejected_row_load_load_id",
                        column: x => x.load_id,
                        principalTable: "load",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "model_version",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    region_id = table.Column<int>(type: "integer", nullable: false),
                    run_id = table.Column<long>(type: "bigint", nullable: false),
                    origin = table.Column<DateOnly>(type: "date", nullable: false),
                    engine = table.Column<string>(type: "text", nullable: false),
                    seen_load_id = table.Column<long>(type: "bigint", nullable: false),
                    data_digest = table.Column<string>(type: "text", nullable: false),
                    series_count = table.Column<int>(type: "integer", nullable: false),
                    wape = table.Column<double>(type: "double precision", nullable: true),
                    naive_wape = table.Column<double>(type: "double precision", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    completed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_model_version", x => x.id);
                    table.ForeignKey(
                        name: "fk_model_version_region_region_id",
                        column: x => x.region_id,
                        principalTable: "region",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "region_grant",
                columns: table => new
                {
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    region_id = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_region_grant", x => new { x.user_id, x.region_id });
                    table.ForeignKey(
                        name: "fk_region_grant_app_user_user_id",
                        column: x => x.user_id,
                        principalTable: "app_user",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_region_grant_regions_region_id",
                        column: x => x.region_id,
                        principalTable: "region",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "run",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    kind = table.Column<string>(type: "text", nullable: false),
                    region_id = table.Column<int>(type: "integer", nullable: false),
                    store_ids = table.Column<int[]>(type: "integer[]", nullable: true),
                    scope_key = table.Column<string>(type: "text", nullable: false),
                    requested_by = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    deadline_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    origin = table.Column<DateOnly>(type: "date", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    cancel_requested = table.Column<bool>(type: "boolean", nullable: false),
                    shard_count = table.Column<int>(type: "integer", nullable: false),
                    shards_done = table.Column<int>(type: "integer", nullable: false),
                    series_count = table.Column<int>(type: "integer", nullable: false),
                    series_done = table.Column<int>(type: "integer", nullable: false),
                    forecast_version_id = table.Column<long>(type: "bigint", nullable: true),
                    model_version_id = table.Column<long>(type: "bigint", nullable: true),
                    message = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_run", x => x.id);
                    table.ForeignKey(
                        name: "fk_run_region_region_id",
                        column: x => x.region_id,
                        principalTable: "region",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "store",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    code = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    region_id = table.Column<int>(type: "integer", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    opened_on = table.Column<DateOnly>(type: "date", nullable: true),
                    closed_on = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_store", x => x.id);
                    table.ForeignKey(
                        name: "fk_store_region_region_id",
                        column: x => x.region_id,
                        principalTable: "region",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "model_alias",
                columns: table => new
                {
                    region_id = table.Column<int>(type: "integer", nullable: false),
                    alias = table.Column<string>(type: "text", nullable: false),
                    model_version_id = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_model_alias", x => new { x.region_id, x.alias });
                    table.ForeignKey(
                        name: "fk_model_alias_model_versions_model_version_id",
                        column: x => x.model_version_id,
                        principalTable: "model_version",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "model_artifact",
                columns: table => new
                {
                    model_version_id = table.Column<long>(type: "bigint", nullable: false),
                    shard = table.Column<int>(type: "integer", nullable: false),
                    store_ids = table.Column<int[]>(type: "integer[]", nullable: false),
                    blob_name = table.Column<string>(type: "text", nullable: false),
                    length = table.Column<long>(type: "bigint", nullable: false),
                    sha256 = table.Column<string>(type: "text", nullable: false),
                    data_digest = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_model_artifact", x => new { x.model_version_id, x.shard });
                    table.ForeignKey(
                        name: "fk_model_artifact_model_versions_model_version_id",
                        column: x => x.model_version_id,
                        principalTable: "model_version",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "forecast_version",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    region_id = table.Column<int>(type: "integer", nullable: false),
                    run_id = table.Column<long>(type: "bigint", nullable: false),
                    model_version_id = table.Column<long>(type: "bigint", nullable: false),
                    origin = table.Column<DateOnly>(type: "date", nullable: false),
                    horizon = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    partition = table.Column<DateOnly>(type: "date", nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_forecast_version", x => x.id);
                    table.ForeignKey(
                        name: "fk_forecast_version_region_region_id",
                        column: x => x.region_id,
                        principalTable: "region",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_forecast_version_runs_run_id",
                        column: x => x.run_id,
                        principalTable: "run",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "run_shard",
                columns: table => new
                {
                    run_id = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    store_ids = table.Column<int[]>(type: "integer[]", nullable: false),
                    series_count = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    attempt = table.Column<int>(type: "integer", nullable: false),
                    worker = table.Column<string>(type: "text", nullable: false),
                    lease_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    message = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_run_shard", x => new { x.run_id, x.number });
                    table.ForeignKey(
                        name: "fk_run_shard_run_run_id",
                        column: x => x.run_id,
                        principalTable: "run",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "sales_change",
                columns: table => new
                {
                    load_id = table.Column<long>(type: "bigint", nullable: false),
                    store_id = table.Column<int>(type: "integer", nullable: false),
                    first_day = table.Column<DateOnly>(type: "date", nullable: false),
                    last_day = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sales_change", x => new { x.store_id, x.load_id });
                    table.ForeignKey(
                        name: "fk_sales_change_load_load_id",
                        column: x => x.load_id,
                        principalTable: "load",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_sales_change_store_store_id",
                        column: x => x.store_id,
                        principalTable: "store",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "series",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    store_id = table.Column<int>(type: "integer", nullable: false),
                    item_id = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_series", x => x.id);
                    table.ForeignKey(
                        name: "fk_series_item_item_id",
                        column: x => x.item_id,
                        principalTable: "item",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_series_stores_store_id",
                        column: x => x.store_id,
                        principalTable: "store",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "store_year",
                columns: table => new
                {
                    store_id = table.Column<int>(type: "integer", nullable: false),
                    year = table.Column<short>(type: "smallint", nullable: false),
                    open = table.Column<float[]>(type: "real[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_store_year", x => new { x.store_id, x.year });
                    table.ForeignKey(
                        name: "fk_store_year_store_store_id",
                        column: x => x.store_id,
                        principalTable: "store",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "current_forecast",
                columns: table => new
                {
                    store_id = table.Column<int>(type: "integer", nullable: false),
                    region_id = table.Column<int>(type: "integer", nullable: false),
                    version_id = table.Column<long>(type: "bigint", nullable: false),
                    previous_version_id = table.Column<long>(type: "bigint", nullable: true),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_current_forecast", x => x.store_id);
                    table.ForeignKey(
                        name: "fk_current_forecast_forecast_versions_previous_version_id",
                        column: x => x.previous_version_id,
                        principalTable: "forecast_version",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_current_forecast_forecast_versions_version_id",
                        column: x => x.version_id,
                        principalTable: "forecast_version",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_current_forecast_store_store_id",
                        column: x => x.store_id,
                        principalTable: "store",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "store_outlook",
                columns: table => new
                {
                    version_id = table.Column<long>(type: "bigint", nullable: false),
                    store_id = table.Column<int>(type: "integer", nullable: false),
                    origin = table.Column<DateOnly>(type: "date", nullable: false),
                    last_loaded_day = table.Column<DateOnly>(type: "date", nullable: true),
                    series_count = table.Column<int>(type: "integer", nullable: false),
                    mean = table.Column<float[]>(type: "real[]", nullable: false),
                    p10 = table.Column<float[]>(type: "real[]", nullable: false),
                    p50 = table.Column<float[]>(type: "real[]", nullable: false),
                    p90 = table.Column<float[]>(type: "real[]", nullable: false),
                    naive = table.Column<float[]>(type: "real[]", nullable: false),
                    pallets = table.Column<float[]>(type: "real[]", nullable: false),
                    units_without_pallets = table.Column<float>(type: "real", nullable: false),
                    sales = table.Column<float[]>(type: "real[]", nullable: false),
                    sales_year_ago = table.Column<float[]>(type: "real[]", nullable: false),
                    categories = table.Column<string[]>(type: "text[]", nullable: false),
                    category_mean = table.Column<float[]>(type: "real[]", nullable: false),
                    category_last_week = table.Column<float[]>(type: "real[]", nullable: false),
                    item_ids = table.Column<int[]>(type: "integer[]", nullable: false),
                    item_next_week = table.Column<float[]>(type: "real[]", nullable: false),
                    item_last_week = table.Column<float[]>(type: "real[]", nullable: false),
                    backtest_origins = table.Column<DateOnly[]>(type: "date[]", nullable: false),
                    backtest_actual = table.Column<float[]>(type: "real[]", nullable: false),
                    backtest_predicted = table.Column<float[]>(type: "real[]", nullable: false),
                    absolute_residual = table.Column<float[]>(type: "real[]", nullable: false),
                    naive_absolute_residual = table.Column<float[]>(type: "real[]", nullable: false),
                    absolute_actual = table.Column<float[]>(type: "real[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_store_outlook", x => new { x.version_id, x.store_id });
                    table.ForeignKey(
                        name: "fk_store_outlook_forecast_version_version_id",
                        column: x => x.version_id,
                        principalTable: "forecast_version",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "series_year",
                columns: table => new
                {
                    series_id = table.Column<int>(type: "integer", nullable: false),
                    year = table.Column<short>(type: "smallint", nullable: false),
                    quantity = table.Column<float[]>(type: "real[]", nullable: false),
                    promotion = table.Column<float[]>(type: "real[]", nullable: true),
                    price = table.Column<float[]>(type: "real[]", nullable: true),
                    stocked_out = table.Column<float[]>(type: "real[]", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_series_year", x => new { x.series_id, x.year });
                    table.ForeignKey(
                        name: "fk_series_year_series_series_id",
                        column: x => x.series_id,
                        principalTable: "series",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_alias_move_region_id_at",
                table: "alias_move",
                columns: new[] { "region_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_app_user_subject",
                table: "app_user",
                column: "subject",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_at",
                table: "audit_entry",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_current_forecast_previous_version_id",
                table: "current_forecast",
                column: "previous_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_current_forecast_region_id",
                table: "current_forecast",
                column: "region_id");

            migrationBuilder.CreateIndex(
                name: "ix_current_forecast_version_id",
                table: "current_forecast",
                column: "version_id");

            migrationBuilder.CreateIndex(
                name: "ix_forecast_version_region_id_published_at",
                table: "forecast_version",
                columns: new[] { "region_id", "published_at" });

            migrationBuilder.CreateIndex(
                name: "ix_forecast_version_run_id",
                table: "forecast_version",
                column: "run_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_item_code",
                table: "item",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_model_alias_model_version_id",
                table: "model_alias",
                column: "model_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_model_version_region_id_created_at",
                table: "model_version",
                columns: new[] { "region_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_model_version_run_id",
                table: "model_version",
                column: "run_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_region_code",
                table: "region",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_region_grant_region_id",
                table: "region_grant",
                column: "region_id");

            migrationBuilder.CreateIndex(
                name: "ix_run_region_id_requested_at",
                table: "run",
                columns: new[] { "region_id", "requested_at" });

            migrationBuilder.CreateIndex(
                name: "ix_run_scope_key",
                table: "run",
                column: "scope_key",
                unique: true,
                filter: "status IN ('Queued', 'Running', 'Publishing')");

            migrationBuilder.CreateIndex(
                name: "ix_sales_change_load_id",
                table: "sales_change",
                column: "load_id");

            migrationBuilder.CreateIndex(
                name: "ix_series_item_id",
                table: "series",
                column: "item_id");

            migrationBuilder.CreateIndex(
                name: "ix_series_store_id_item_id",
                table: "series",
                columns: new[] { "store_id", "item_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_store_code",
                table: "store",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_store_region_id",
                table: "store",
                column: "region_id");

            // For people with SQL: one row per series and day that is loaded.
            migrationBuilder.Sql("""
                CREATE VIEW sales_day AS
                SELECT st.code AS store, i.code AS item, make_date(h.year, 1, 1) + (d.n::int - 1) AS day, d.quantity
                FROM series_year h
                JOIN series s ON s.id = h.series_id
                JOIN store st ON st.id = s.store_id
                JOIN item i ON i.id = s.item_id
                CROSS JOIN LATERAL unnest(h.quantity) WITH ORDINALITY AS d(quantity, n)
                WHERE d.quantity <> 'NaN';
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP VIEW sales_day;");

            migrationBuilder.DropTable(
                name: "alias_move");

            migrationBuilder.DropTable(
                name: "audit_entry");

            migrationBuilder.DropTable(
                name: "current_forecast");

            migrationBuilder.DropTable(
                name: "model_alias");

            migrationBuilder.DropTable(
                name: "model_artifact");

            migrationBuilder.DropTable(
                name: "region_grant");

            migrationBuilder.DropTable(
                name: "rejected_row");

            migrationBuilder.DropTable(
                name: "run_shard");

            migrationBuilder.DropTable(
                name: "sales_change");

            migrationBuilder.DropTable(
                name: "series_forecast");

            migrationBuilder.DropTable(
                name: "series_year");

            migrationBuilder.DropTable(
                name: "shared_key");

            migrationBuilder.DropTable(
                name: "store_outlook");

            migrationBuilder.DropTable(
                name: "store_year");

            migrationBuilder.DropTable(
                name: "model_version");

            migrationBuilder.DropTable(
                name: "app_user");

            migrationBuilder.DropTable(
                name: "load");

            migrationBuilder.DropTable(
                name: "series");

            migrationBuilder.DropTable(
                name: "forecast_version");

            migrationBuilder.DropTable(
                name: "item");

            migrationBuilder.DropTable(
                name: "store");

            migrationBuilder.DropTable(
                name: "run");

            migrationBuilder.DropTable(
                name: "region");
        }
    }
}
