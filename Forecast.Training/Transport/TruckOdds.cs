using Forecast.Training.Engine.Paths;

namespace Forecast.Training.Transport;

/// <summary>Vehicles per day, and the odds that so many more are needed.</summary>
/// <param name="Load">Per day: vehicles filled in the middle of what may come.</param>
/// <param name="Trucks">Per day: whole vehicles for that.</param>
/// <param name="More">Per day: odds of at least one, two and three more; null where too little is known of the past.</param>
internal sealed record TruckOdds(float[] Load, int[] Trucks, (float One, float Two, float Three)[]? More)
{
    /// <summary>Past forecasts it takes before odds are told.</summary>
    public const int LeastWindows = 4;

    /// <summary>Paths drawn: those of one day are spread evenly, so that odds are told to about a hundredth.</summary>
    private const int Paths = 500;

    /// <summary>Counts vehicles and odds. The same basis, calibration and seed give the same.</summary>
    public static TruckOdds Of(PathBasis basis, ScoreCalibration calibration, int seed)
    {
        if (basis.Origins.Length < LeastWindows)
            return new TruckOdds([.. basis.Mean], [.. basis.Mean.Select(Whole)], null);
        var paths = SamplePaths.Draw(basis, Paths, seed, calibration);
        float[] load = [.. SamplePaths.Days(basis).Select(day => (float)day.At(calibration.At(0)))];
        int[] trucks = [.. load.Select(Whole)];
        return new TruckOdds(load, trucks,
            [.. trucks.Select((planned, day) =>
                (Above(paths, day, planned), Above(paths, day, planned + 1), Above(paths, day, planned + 2)))]);
    }

    /// <summary>Whole vehicles for a load.</summary>
    public static int Whole(float load) => (int)Math.Min(int.MaxValue, WholeLoads.Of(load));

    private static float Above(SamplePaths paths, int day, int trucks) =>
        (float)TransportOdds.Exceeding(paths, trucks + WholeLoads.Slack, day, 1);
}
