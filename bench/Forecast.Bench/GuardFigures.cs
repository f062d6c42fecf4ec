using System.Diagnostics;
using System.Globalization;
using Forecast.Domain.Access;
using Forecast.Domain.Data;
using Forecast.Domain.Demo;
using Forecast.Training.Runs.Scheduling;
using Forecast.Web.Features.Board.Reading;
using Npgsql;

namespace Forecast.Bench;

/// <summary>
/// What row-level security costs the board: <c>Forecast.Bench guard</c>, with the settings of <c>product</c>, the connection that of the
/// owner. The same reading with the policies as they are and with all of them true, in turns within one
/// process, so that a busy machine counts for both alike.
/// </summary>
internal static class GuardFigures
{
    private const int Turns = 12, ReadingsPerTurn = 25;

    public static async Task<int> RunAsync()
    {
        var server = Environment.GetEnvironmentVariable("ConnectionStrings__Forecast")!;
        await using var product = await ProductInstallation.StartAsync(server, new DemoRequest());
        var admin = await product.AdminAsync();
        var regions = admin.RegionIds.ToArray();
        await product.PublishedAsync(
            regions, async () => await Task.WhenAll(regions.Select(region =>
                product.Get<RunRequests>().RetrainAsync(admin, region, "measured", default))));
        var planner = new Viewer(2, "planner", Role.Planner, new HashSet<int> { regions[0] });
        var kept = product.Get<BoardReader>();
        Print("board read, outlooks cached", await CompareAsync(product, () => kept.ReadAsync(planner, null, default)));
        Print("board read, outlooks read as well", await CompareAsync(product, async () =>
        {
            using var nothing = new OutlookCache();
            await new BoardReader(
                product.Get<ViewerContexts>(), nothing, product.Get<ItemNames>(), TimeProvider.System).ReadAsync(planner, null, default);
        }));
        return 0;
    }

    private static async Task<(double On, double Off)> CompareAsync(ProductInstallation product, Func<Task> read)
    {
        var (on, off) = (new List<double>(), new List<double>());
        for (int turn = 0; turn < Turns; turn++)
        {
            bool guarded = turn % 2 == 0;
            await SwitchAsync(product, guarded);
            for (int i = 0; i < 5; i++)
                await read(); // The first after a change plans anew.
            for (int i = 0; i < ReadingsPerTurn; i++)
            {
                long start = Stopwatch.GetTimestamp();
                await read();
                (guarded ? on : off).Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        return (Median(on), Median(off));
    }

    /// <summary>All policies at once. The product goes on meanwhile: where it and this wait for each other, this tries again.</summary>
    private static async Task SwitchAsync(ProductInstallation product, bool guarded)
    {
        while (true)
        {
            try
            {
                await product.ExecuteAsOwnerAsync(
                    $"""
                    CREATE TABLE IF NOT EXISTS measured_policy AS
                        SELECT polrelid::regclass AS t, pg_get_expr(polqual, polrelid) AS condition FROM pg_policy
                        WHERE polname = 'rows_of_seen_regions';
                    DO $$ DECLARE p record; BEGIN FOR p IN SELECT * FROM measured_policy LOOP
                        EXECUTE format('ALTER POLICY rows_of_seen_regions ON %s USING (%s)', p.t, {(guarded ? "p.condition" : "'true'")});
                    END LOOP; END $$
                    """);
                return;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected)
            {
                await Task.Delay(100);
            }
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static void Print(string what, (double On, double Off) median) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{what}: with policies {median.On:F2} ms, without {median.Off:F2} ms, {100 * (median.On / median.Off - 1):+0.0;-0.0} %"));
}
