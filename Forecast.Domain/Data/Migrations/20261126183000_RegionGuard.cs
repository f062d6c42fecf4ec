using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Forecast.Domain.Data.Migrations
{
    /// <inheritdoc />
    public partial class RegionGuard : Migration
    {
        private static readonly string[] Guarded =
        [
            "region", "store", "series", "series_year", "store_year", "store_sales", "store_ending", "load", "rejected_row",
            "rejected_reason", "known_source", "sales_change", "sales_remark", "forecast_version", "current_forecast", "series_forecast",
            "store_outlook", "run", "run_shard", "model_version", "model_artifact", "refit_artifact", "second_opinion", "model_alias",
            "alias_move", "region_grant", "app_user", "shared_key",
        ];

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(name: "region_id", table: "load", type: "integer", nullable: true);
            migrationBuilder.CreateIndex(name: "ix_load_region_id", table: "load", column: "region_id");
            migrationBuilder.AddForeignKey(
                name: "fk_load_region_region_id", table: "load", column: "region_id", principalTable: "region", principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            // What a session has said of itself; one that has said nothing sees nothing.
            migrationBuilder.Sql("""
                CREATE FUNCTION sees_all_regions() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
                    $$ SELECT coalesce(current_setting('foreact.regions', true), '') = 'all' $$;
                CREATE FUNCTION seen_regions() RETURNS integer[] LANGUAGE sql STABLE PARALLEL SAFE AS
                    $$ SELECT CASE WHEN current_setting('foreact.regions', true) LIKE '{%'
                        THEN current_setting('foreact.regions', true)::integer[] END $$;
                """);
            GuardCatalogAndSales(migrationBuilder);
            GuardRunsAndForecasts(migrationBuilder);
            GuardPeople(migrationBuilder);
            AddWorkOfTheOwner(migrationBuilder);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP FUNCTION make_forecast_partition(date);
                DROP FUNCTION drop_forecast_partitions(date);
                DROP FUNCTION forget_audit_before(timestamptz);
                CREATE OR REPLACE FUNCTION audit_entry_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION 'What was written into audit_entry is neither changed nor removed.'
                        USING ERRCODE = 'insufficient_privilege';
                END $$;
                ALTER VIEW sales_day RESET (security_invoker);
                ALTER TABLE audit_entry DISABLE ROW LEVEL SECURITY;
                DROP POLICY read_for_all_regions ON audit_entry;
                DROP POLICY added_by_anybody ON audit_entry;
                """);
            foreach (var table in Guarded)
                migrationBuilder.Unguard(table);
            migrationBuilder.Sql("DROP FUNCTION sees_all_regions(); DROP FUNCTION seen_regions();");
            migrationBuilder.DropForeignKey(name: "fk_load_region_region_id", table: "load");
            migrationBuilder.DropIndex(name: "ix_load_region_id", table: "load");
            migrationBuilder.DropColumn(name: "region_id", table: "load");
        }

        private static void GuardCatalogAndSales(MigrationBuilder migration)
        {
            migration.GuardByRegion("region", "id");
            migration.GuardByRegion("store");
            foreach (var table in (string[])["series", "store_year", "store_sales", "store_ending", "sales_change"])
                migration.GuardByOwner(table, "store", "store_id");
            foreach (var table in (string[])["series_year", "sales_remark"])
                migration.GuardByOwner(table, "series", "series_id");
            // A file may hold several regions: it is seen by those whose sales it changed, its rejected rows only by those who see all.
            migration.Guard(
                "load",
                "region_id = ANY ((SELECT seen_regions())::int[]) OR EXISTS (SELECT 1 FROM sales_change c WHERE c.load_id = load.id)");
            migration.Guard("rejected_row", "false");
            migration.Guard("rejected_reason", "false");
            migration.GuardByOwner("known_source", "region", "region_code", key: "code");
            // A view reads as whoever made it, unless told otherwise.
            migration.Sql("ALTER VIEW sales_day SET (security_invoker = true);");
        }

        private static void GuardRunsAndForecasts(MigrationBuilder migration)
        {
            string[] withRegion = ["forecast_version", "current_forecast", "run", "model_version", "model_alias", "alias_move"];
            foreach (var table in withRegion)
                migration.GuardByRegion(table);
            migration.GuardByOwner("store_outlook", "store", "store_id");
            migration.GuardByOwner("series_forecast", "series", "series_id");
            migration.GuardByOwner("run_shard", "run", "run_id");
            foreach (var table in (string[])["model_artifact", "second_opinion"])
                migration.GuardByOwner(table, "model_version", "model_version_id");
            migration.GuardByOwner("refit_artifact", "forecast_version", "version_id");
        }

        /// <summary>Who works for a region needs neither accounts nor keys, and adds to the audit without reading it.</summary>
        private static void GuardPeople(MigrationBuilder migration)
        {
            migration.GuardByRegion("region_grant");
            migration.Guard("app_user", "false");
            migration.Guard("shared_key", "false");
            migration.Sql("""
                CREATE POLICY read_for_all_regions ON audit_entry FOR SELECT USING ((SELECT sees_all_regions()));
                CREATE POLICY added_by_anybody ON audit_entry FOR INSERT WITH CHECK (true);
                ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY;
                """);
        }

        /// <summary>
        /// What only the owner of the tables can do and the product's role must have done: partitions, and forgetting what is old. Each
        /// does one thing, by a search path of its own.
        /// </summary>
        private static void AddWorkOfTheOwner(MigrationBuilder migration) => migration.Sql("""
            CREATE FUNCTION make_forecast_partition(day date) RETURNS void
            LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
            DECLARE
                name text := 'series_forecast_' || to_char(day, 'YYYYMMDD');
                writer record;
            BEGIN
                EXECUTE format(
                    'CREATE TABLE IF NOT EXISTS %I PARTITION OF series_forecast FOR VALUES FROM (%L) TO (%L)', name, day, day + 1);
                -- Whoever fills the table fills its parts, and reads them through the table, which has a policy.
                FOR writer IN
                    SELECT DISTINCT pg_get_userbyid(a.grantee) AS role FROM pg_class c, aclexplode(c.relacl) a
                    WHERE c.oid = 'series_forecast'::regclass AND a.privilege_type = 'INSERT' AND a.grantee NOT IN (0, c.relowner)
                LOOP
                    EXECUTE format('GRANT INSERT ON %I TO %I', name, writer.role);
                END LOOP;
            END $$;

            CREATE FUNCTION drop_forecast_partitions(before date) RETURNS SETOF text
            LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
            DECLARE
                name text;
            BEGIN
                IF NOT sees_all_regions() THEN
                    RAISE EXCEPTION 'Forecasts are dropped for all regions at once.' USING ERRCODE = 'insufficient_privilege';
                END IF;
                FOR name IN
                    SELECT child.relname FROM pg_inherits
                    JOIN pg_class child ON child.oid = pg_inherits.inhrelid
                    WHERE pg_inherits.inhparent = 'series_forecast'::regclass
                      AND child.relname < 'series_forecast_' || to_char(before, 'YYYYMMDD')
                      AND NOT EXISTS (
                        SELECT 1 FROM current_forecast c
                        JOIN forecast_version v ON v.id IN (c.version_id, c.previous_version_id)
                        WHERE child.relname = 'series_forecast_' || to_char(v.partition, 'YYYYMMDD'))
                LOOP
                    EXECUTE format('DROP TABLE %I', name);
                    RETURN NEXT name;
                END LOOP;
            END $$;

            CREATE OR REPLACE FUNCTION audit_entry_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' AND current_setting('foreact.forgets', true) = 'old audit entries' THEN
                    RETURN NULL;
                END IF;
                RAISE EXCEPTION 'What was written into audit_entry is neither changed nor removed.'
                    USING ERRCODE = 'insufficient_privilege';
            END $$;

            -- The youngest thirty days stay, whatever is asked. That something was forgotten is written down.
            CREATE FUNCTION forget_audit_before(day timestamptz) RETURNS bigint
            LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
            DECLARE
                until timestamptz := least(day, now() - interval '30 days');
                forgotten bigint;
            BEGIN
                PERFORM set_config('foreact.forgets', 'old audit entries', true);
                DELETE FROM audit_entry WHERE at < until;
                GET DIAGNOSTICS forgotten = ROW_COUNT;
                PERFORM set_config('foreact.forgets', '', true);
                IF forgotten > 0 THEN
                    INSERT INTO audit_entry (at, by, action, subject, detail) VALUES (
                        now(), 'schedule', 'forget audit', 'audit before ' || to_char(until AT TIME ZONE 'UTC', 'YYYY-MM-DD'),
                        forgotten || ' entries');
                END IF;
                RETURN forgotten;
            END $$;

            REVOKE EXECUTE ON FUNCTION make_forecast_partition(date), drop_forecast_partitions(date), forget_audit_before(timestamptz)
                FROM PUBLIC;
            """);
    }
}
