using Npgsql;

namespace Forecast.Tests.Support;

/// <summary>
/// Rows in every table that holds something of a region, for both regions of <see cref="BoardSeed"/>: two stores in NORTH, one in WEST, and
/// with each store what hangs on it.
/// </summary>
internal static class RowsOfTwoRegions
{
    public static async Task PlantAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand(
            """
            SELECT make_forecast_partition(partition) FROM forecast_version;
            INSERT INTO series (store_id, item_id) SELECT s.id, min(i.id) FROM store s, item i GROUP BY s.id;
            INSERT INTO series_year (series_id, year, quantity) SELECT id, 2026, array_fill(1::real, ARRAY[365]) FROM series;
            INSERT INTO store_year (store_id, year, open) SELECT id, 2026, array_fill(1::real, ARRAY[365]) FROM store;
            INSERT INTO store_ending (store_id, kind, last_day, closed_days, said_by, said_at)
                SELECT id, 'Closed', '2026-11-20', '{}', 'somebody', now() FROM store;
            INSERT INTO load (kind, file_name, digest, missing_days, unknown_keys, requested_by, started_at, finished_at, status,
                              bytes_read, rows_read, rows_accepted, rows_duplicate, rows_rejected, values_changed, message)
                SELECT 'Sales', code, '', 'NotLoaded', 'Reject', 'somebody', now(), now(), 'Succeeded', 0, 0, 0, 0, 0, 0, '' FROM store;
            INSERT INTO sales_change (load_id, store_id, first_day, last_day)
                SELECT l.id, s.id, '2026-11-01', '2026-11-02' FROM load l JOIN store s ON s.code = l.file_name;
            INSERT INTO rejected_row (load_id, line, column_name, reason, text) SELECT id, 2, 'store', 'unknown', file_name FROM load;
            INSERT INTO rejected_reason (load_id, column_name, reason, rows) SELECT id, 'store', 'unknown', 1 FROM load;
            INSERT INTO known_source (region_code, header_digest, choices, file_name, loaded_at)
                SELECT code, 'x', '{}', 'sales.csv', now() FROM region;
            INSERT INTO series_forecast (partition, version_id, series_id, mean, p10, p50, p90, method, reason, demand_class)
                SELECT v.partition, v.id, s.id, '{1}', '{1}', '{1}', '{1}', 'test', '', 0
                FROM series s JOIN current_forecast c ON c.store_id = s.store_id JOIN forecast_version v ON v.id = c.version_id;
            INSERT INTO delivery_route (code, name, region_id, vehicle, pallets)
                SELECT 'R-' || code, name, id, '12 t truck', 15 FROM region;
            UPDATE store s SET route_id = d.id FROM delivery_route d WHERE d.region_id = s.region_id;
            INSERT INTO region_transport (region_id, worked_out_at, is_due, route_days, route_stated, route_happened, store_days,
                                          store_stated, store_happened)
                SELECT id, now(), false, '{100,0,0,0}', '{2,0,0,0}', '{3,0,0,0}', '{0,0,0,0}', '{0,0,0,0}', '{0,0,0,0}' FROM region;
            INSERT INTO store_load (version_id, store_id, origin, pallets, cubic_metres, kg, cases, pallets_of_cases, units,
                                    units_without_pallets, units_without_cubic_metres, units_without_kg, items_lacking, lacking_item_ids,
                                    backtest_origins, backtest_pallets, backtest_pallets_forecast, backtest_cubic_metres,
                                    backtest_cubic_metres_forecast, backtest_kg, backtest_kg_forecast)
                SELECT version_id, store_id, '2026-11-20', '{2}', '{3}', '{900}', '{80}', '{2}', 100, 0, 0, 0, 0, '{}', '{}', '{}', '{}',
                       '{}', '{}', '{}', '{}'
                FROM current_forecast;
            INSERT INTO transport_day (region_id, route_id, store_id, day, pallets, whole_pallets, cases, pallets_of_cases,
                                       cubic_metres, kg, load, trucks, odds, odds_of_two, odds_of_three, why_not)
                SELECT s.region_id, s.route_id, s.id, date '2026-11-21', 2, 2, 80, 2, 3, 900, 0.2, 1, 0.1, 0.01, 0, '' FROM store s
                UNION ALL
                SELECT d.region_id, d.id, NULL, date '2026-11-21', 4, 4, 160, 4, 6, 1800, 0.4, 1, 0.2, 0.02, 0, '' FROM delivery_route d;
            INSERT INTO published_forecast (store_id, day, ahead, version_id, region_id, published_at, series_ids, demand_classes, mean,
                    p10, p50, p90, naive, naive_absolute, naive_squared, total_p10, total_p50, total_p90)
                SELECT s.id, '2026-11-21', 1, 1, s.region_id, '2026-11-21', '{1}', '{0}', '{1}', '{1}', '{1}', '{1}', '{1}', '{1}', '{1}',
                    1, 1, 1
                FROM store s;
            INSERT INTO accuracy_day (region_id, day, load_id, scored_at) SELECT id, '2026-11-01', 1, '2026-11-02' FROM region;
            INSERT INTO accuracy_score (region_id, day, ahead, level, grain, scored, not_loaded, ran_out, actual, signed_error,
                    absolute_error, squared_error, naive_signed_error, naive_absolute_error, naive_squared_error, scaled, scaled_error,
                    naive_scaled_error, square_scaled, square_scaled_error, naive_square_scaled_error, banded, inside, at_most_p10,
                    at_most_p50, at_most_p90, pinball_p10, pinball_p50, pinball_p90, banded_naive_absolute_error)
                SELECT id, '2026-11-01', 1, 'Region', 'Region', 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
                FROM region;
            INSERT INTO run_shard (run_id, number, store_ids, series_count, status, attempt, worker, message)
                SELECT id, 0, '{1}', 1, 'Done', 1, '', '' FROM run;
            INSERT INTO model_artifact (model_version_id, shard, store_ids, blob_name, length, sha256, data_digest)
                SELECT id, 0, '{}', 'b', 1, '', '' FROM model_version;
            INSERT INTO refit_artifact (version_id, shard, model_version_id, store_ids, blob_name, length, sha256, data_digest)
                SELECT id, 0, model_version_id, '{}', 'b', 1, '', '' FROM forecast_version;
            INSERT INTO second_opinion (model_version_id, asked_at, model, series_count, scores, retrains_behind, remark)
                SELECT id, now(), 'LightGBM', 1, '[]', 0, '' FROM model_version;
            INSERT INTO model_alias (region_id, alias, model_version_id) SELECT region_id, 'champion', id FROM model_version;
            INSERT INTO alias_move (region_id, alias, to_version_id, at, by, reason)
                SELECT region_id, 'champion', id, now(), 'somebody', '' FROM model_version;
            INSERT INTO sales_remark (series_id, day, kind, sold, suggested, impact, reason, run_id)
                SELECT s.id, '2026-11-01', 'Outlier', 1, 2, 1, '', (SELECT min(id) FROM run) FROM series s;
            INSERT INTO brief_post (region_id, day, begun_at) SELECT id, '2026-11-20', now() FROM region;
            INSERT INTO region_worklist (region_id, failure) SELECT id, '' FROM region;
            INSERT INTO worklist_entry (region_id, kind, level, subject, cause, title, reason, strength, severity, units, rank, members,
                    first_run_id, first_seen_at, last_run_id, last_seen_at, status, assigned_name, settled_by, back_because,
                    first_day, last_day, forecast, reference, noise)
                SELECT id, 'DemandAbove', 'Region', 'region', 'level', name, 'Because.', 1, 'Low', 10, 10, 1, 1, now(), 1, now(), 'Open',
                    '', '', '', '2026-11-22', '2026-11-28', 20, 10, 2 FROM region ORDER BY id;
            INSERT INTO personal_token (user_id, name, hash, ending, scopes, created_at, expires_at)
                SELECT id, 'script', decode(lpad(id::text, 64, '0'), 'hex'), 'abcd', '{}', now(), now() FROM app_user;
            INSERT INTO idempotency_key (user_id, key, request_hash, run_id, at)
                SELECT (SELECT min(id) FROM app_user), 'key ' || id, '', id, now() FROM run;
            INSERT INTO shared_key (name, xml) VALUES ('k', '<key/>');
            INSERT INTO audit_entry (at, by, action, subject, detail) VALUES (now(), 'somebody', 'something', 'region WEST', '');
            """);
        await command.ExecuteNonQueryAsync();
    }
}
