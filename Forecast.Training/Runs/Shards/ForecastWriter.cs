using Forecast.Domain.Copying;
using Forecast.Domain.Forecasts;
using Forecast.Domain.Registry;
using Forecast.Training.Runs.Planning;
using Npgsql;

namespace Forecast.Training.Runs.Shards;

/// <summary>
/// Stores what a shard has computed, in one transaction with the shard's end and, where the others wait for it, with their jobs. An attempt
/// that does not commit leaves nothing behind, and the fence lets only one commit; so a shard that runs twice leaves what running it once
/// leaves.
/// </summary>
internal sealed class ForecastWriter(NpgsqlDataSource database, ShardJobs jobs)
{
    /// <summary>How far the run is after this shard; null if the hold was lost or the run stopped, and then nothing is stored.</summary>
    public async Task<RunProgress?> WriteAsync(ShardWork work, ShardResult result, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginShortAsync(ct);
        const string done = """
            UPDATE run_shard SET status = 'Done', finished_at = now(), message = $5
            WHERE run_id = $1 AND number = $2 AND attempt = $3 AND worker = $4 AND status = 'Running'
            """;
        if (await connection.Command(done, work.RunId, work.Number, work.Attempt, work.Worker, string.Join('\n', result.Remarks))
            .ExecuteAsync(ct) == 0)
            return null;
        if (result.Parts.Count > 0)
        {
            await CopySeriesAsync(connection, work, result.Parts, ct);
            await CopyOutlooksAsync(connection, result.Outlooks, ct);
            await LoadCopy.RunAsync(connection, result.Loads, ct);
        }

        if (result.Artifact is { } artifact)
            await InsertArtifactAsync(connection, artifact, ct);
        if (result.Review is { } review)
            await SalesRemarkCopy.ReplaceAsync(connection, work.RunId, review, ct);
        if (result.Refit is { } refit)
            await InsertRefitAsync(connection, work, refit, ct);

        // Last, because the row is shared by all shards of the run.
        const string counted = """
            UPDATE run SET shards_done = shards_done + 1, series_done = series_done + $2 WHERE id = $1 AND status = 'Running'
            RETURNING shards_done, shard_count
            """;
        var progress = await connection.Command(counted, work.RunId, work.SeriesCount)
            .ListAsync(r => new RunProgress(r.GetInt32(0), r.GetInt32(1)), ct);
        if (progress is not [var now])
            return null;
        if (work.Learns)
            await jobs.EnqueueAsync(
                connection, work.RunId, [.. Enumerable.Range(1, now.ShardCount - 1)], work.Fits, "The run has learned.", ct);
        await RunChannel.TellAsync(connection, work.RunId, work.RegionId, ct);
        await transaction.CommitAsync(ct);
        return now;
    }

    private static async Task CopySeriesAsync(
        NpgsqlConnection connection, ShardWork work, IReadOnlyList<ForecastPart> parts, CancellationToken ct)
    {
        var copy = $"""
            COPY {ForecastPartitions.NameOf(work.Partition)} (partition, version_id, series_id, mean, p10, p50, p90, naive,
                naive_absolute, naive_squared, method, reason, demand_class)
            FROM STDIN (FORMAT BINARY)
            """;
        await using var writer = await connection.BeginBinaryImportAsync(copy, ct);
        foreach (var (forecast, scales, stores) in parts)
        {
            for (int s = 0; s < forecast.Series.Count; s++)
            {
                if (!stores.Contains(forecast.Series[s].Store))
                    continue;
                var path = new Range(s * forecast.Horizon, (s + 1) * forecast.Horizon);
                await writer.StartRowAsync(ct);
                await writer.WriteAsync(work.Partition, ct);
                await writer.WriteAsync(work.ForecastVersionId, ct);
                await writer.WriteAsync(forecast.Series[s].SeriesId, ct);
                await writer.WriteAsync(forecast.Mean[path], ct);
                await writer.WriteAsync(forecast.P10[path], ct);
                await writer.WriteAsync(forecast.P50[path], ct);
                await writer.WriteAsync(forecast.P90[path], ct);
                await writer.WriteAsync(forecast.Naive[path], ct);
                await WriteAsync(writer, scales[s].Absolute, ct);
                await WriteAsync(writer, scales[s].Squared, ct);
                await writer.WriteAsync(forecast.Method[s], ct);
                await writer.WriteAsync(forecast.Reason[s], ct);
                await writer.WriteAsync((int)forecast.Class[s], ct);
            }
        }

        await writer.CompleteAsync(ct);
    }

    private static Task WriteAsync(NpgsqlBinaryImporter writer, double? value, CancellationToken ct) =>
        value is { } known ? writer.WriteAsync((float)known, ct) : writer.WriteNullAsync(ct);

    private static async Task CopyOutlooksAsync(NpgsqlConnection connection, IReadOnlyList<StoreOutlook> outlooks, CancellationToken ct)
    {
        const string columns = """
            version_id, store_id, origin, last_loaded_day, days_used, days_missing, item_days_estimated, items_ended, series_count, mean,
            p10, p50, p90, naive, pallets, units_without_pallets, sales, sales_year_ago, categories, category_mean, category_last_week,
            item_ids, item_next_week, item_last_week, backtest_origins, backtest_actual, backtest_predicted, absolute_residual,
            naive_absolute_residual, absolute_actual
            """;
        await GuardedCopy.RunAsync(connection, "store_outlook", columns, outlooks, async (writer, outlook) =>
        {
            await writer.WriteAsync(outlook.VersionId, ct);
            await writer.WriteAsync(outlook.StoreId, ct);
            await writer.WriteAsync(outlook.Origin, ct);
            if (outlook.LastLoadedDay is { } day)
                await writer.WriteAsync(day, ct);
            else
                await writer.WriteNullAsync(ct);
            await writer.WriteAsync(outlook.DaysUsed ?? 0, ct);
            await writer.WriteAsync(outlook.DaysMissing ?? 0, ct);
            await writer.WriteAsync(outlook.ItemDaysEstimated ?? 0, ct);
            await writer.WriteAsync(outlook.ItemsEnded ?? 0, ct);
            await writer.WriteAsync(outlook.SeriesCount, ct);
            await writer.WriteAsync(outlook.Mean, ct);
            await writer.WriteAsync(outlook.P10, ct);
            await writer.WriteAsync(outlook.P50, ct);
            await writer.WriteAsync(outlook.P90, ct);
            await writer.WriteAsync(outlook.Naive, ct);
            await writer.WriteAsync(outlook.Pallets, ct);
            await writer.WriteAsync(outlook.UnitsWithoutPallets, ct);
            await writer.WriteAsync(outlook.Sales, ct);
            await writer.WriteAsync(outlook.SalesYearAgo, ct);
            await writer.WriteAsync(outlook.Categories, ct);
            await writer.WriteAsync(outlook.CategoryMean, ct);
            await writer.WriteAsync(outlook.CategoryLastWeek, ct);
            await writer.WriteAsync(outlook.ItemIds, ct);
            await writer.WriteAsync(outlook.ItemNextWeek, ct);
            await writer.WriteAsync(outlook.ItemLastWeek, ct);
            await writer.WriteAsync(outlook.BacktestOrigins, ct);
            await writer.WriteAsync(outlook.BacktestActual, ct);
            await writer.WriteAsync(outlook.BacktestPredicted, ct);
            await writer.WriteAsync(outlook.AbsoluteResidual, ct);
            await writer.WriteAsync(outlook.NaiveAbsoluteResidual, ct);
            await writer.WriteAsync(outlook.AbsoluteActual, ct);
        }, ct);
    }

    private static Task InsertArtifactAsync(NpgsqlConnection connection, ModelArtifact artifact, CancellationToken ct)
    {
        const string sql = """
            INSERT INTO model_artifact (model_version_id, shard, store_ids, blob_name, length, sha256, data_digest)
                VALUES ($1, $2, $3, $4, $5, $6, $7)
            """;
        return connection.Command(
            sql, artifact.ModelVersionId, artifact.Shard, artifact.StoreIds, artifact.BlobName, artifact.Length, artifact.Sha256,
                artifact.DataDigest)
            .ExecuteAsync(ct);
    }

    private static Task InsertRefitAsync(NpgsqlConnection connection, ShardWork work, ModelArtifact refit, CancellationToken ct)
    {
        const string sql = """
            INSERT INTO refit_artifact (version_id, shard, model_version_id, store_ids, blob_name, length, sha256, data_digest)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """;
        return connection.Command(
            sql, work.ForecastVersionId, refit.Shard, refit.ModelVersionId, refit.StoreIds, refit.BlobName, refit.Length, refit.Sha256,
                refit.DataDigest)
            .ExecuteAsync(ct);
    }
}
