using Npgsql;

namespace Forecast.Training.History;

/// <summary>Reads which series some stores hold.</summary>
public sealed class SeriesCatalog(NpgsqlDataSource database)
{
    private const string Sql = """
        WITH category AS (SELECT category, min(id) AS code FROM item WHERE category <> '' GROUP BY category)
        SELECT series.id, series.store_id, series.item_id, coalesce(category.code, -1), item.category,
               coalesce(item.units_per_case * item.cases_per_pallet, 'NaN'), coalesce(item.units_per_case, 'NaN'),
               coalesce(item.kg_per_case, 'NaN'), coalesce(item.cubic_metres_per_case, 'NaN')
        FROM series
        JOIN item ON item.id = series.item_id
        LEFT JOIN category ON category.category = item.category
        WHERE series.store_id = ANY($1)
        ORDER BY series.store_id, series.item_id
        """;

    /// <summary>All series of some stores, by store, then item.</summary>
    public async Task<IReadOnlyList<CatalogSeries>> ReadAsync(IReadOnlyCollection<int> storeIds, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(storeIds);
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. storeIds] });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var series = new List<CatalogSeries>();
        while (await reader.ReadAsync(ct))
        {
            series.Add(new CatalogSeries(
                reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetString(4), reader.GetDouble(5))
            {
                UnitsPerCase = reader.GetDouble(6),
                KgPerCase = reader.GetDouble(7),
                CubicMetresPerCase = reader.GetDouble(8),
            });
        }

        return series;
    }
}
