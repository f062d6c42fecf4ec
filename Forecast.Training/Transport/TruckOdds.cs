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
    public static TruckOdds Of(TruckBasis loads, OddsCalibration calibration, int seed)
    {
        var basis = loads.Paths;
        if (basis.Origins.Length < LeastWindows)
            return new TruckOdds([.. basis.Mean], [.. basis.Mean.Select(m => loads.Whole(m))], null);
        var paths = SamplePaths.Draw(basis, Paths, seed, calibration.Scores);
        float[] load = [.. SamplePaths.Days(basis).Select(day => (float)day.At(calibration.Scores.At(0)))];
        int[] trucks = [.. load.Select(l => loads.Whole(l))];
        return new TruckOdds(load, trucks,
            [.. trucks.Select((planned, day) =>
                (Above(day, planned), Above(day, planned + 1), Above(day, planned + 2)))]);

        float Above(int day, int trucks) =>
            (float)OddsCalibration.Times(TransportOdds.Exceeding(paths, trucks + loads.Slack, day, 1), calibration.Factor);
    }
}
