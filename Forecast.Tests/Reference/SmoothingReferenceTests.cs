using System.Numerics;
using System.Text.Json;
using Forecast.Training.Models;

namespace Forecast.Tests.Reference;

/// <summary>
/// The local models against R: <c>ets</c> with fixed parameters, <c>HoltWinters</c>, <c>thetaf</c>, <c>croston</c>, <c>snaive</c>.
/// </summary>
public class SmoothingReferenceTests
{
    private static readonly JsonElement R = Fixture.Read("r-reference");

    [Fact]
    public void SimpleSmoothing_IsEtsAnn() => Agrees(new LocalModel<SimpleSmoothing>(), new Smoothing(0.25f), R.GetProperty("simple"));

    [Fact]
    public void DampedTrendWithoutWeekdays_IsEtsAadn() =>
        Agrees(new LocalModel<DampedTrend>(), new Smoothing(0.5f, 0.1f, 0.9f), R.GetProperty("damped"), flatFrom: 2);

    [Fact]
    public void SeasonalSmoothing_IsEtsAna() =>
        Agrees(new LocalModel<SeasonalSmoothing>(), new Smoothing(0.1f, 0.05f), R.GetProperty("additive"));

    [Fact]
    public void MultiplicativeSmoothing_IsEtsAnm() =>
        Agrees(new LocalModel<MultiplicativeSmoothing>(), new Smoothing(0.3f, 0.2f), R.GetProperty("multiplicative"));

    [Fact]
    // Γ (1 − α): its season learns from what the new level leaves
    public void SeasonalSmoothing_IsHoltWintersWithTheSeasonFreedOfTheLevel() =>
        Agrees(new LocalModel<SeasonalSmoothing>(), new Smoothing(0.2f, 0.3f * 0.8f), R.GetProperty("holtWinters"));

    [Fact]
    public void ThetaWithoutSeason_IsThetaf()
    {
        var theta = new LocalModel<Theta>();
        var at = R.GetProperty("theta");
        var p = new LaneParameters(new Smoothing((float)at.Number("alpha")));
        var state = new Vector<float>[theta.StateSize(7)];
        state[0] = new Vector<float>((float)at.Number("level"));
        foreach (float y in at.Floats("y"))
            Learn(theta, state, p, y, 0, 7, flatFrom: 6);
        var expected = at.Numbers("forecast");
        var path = new Vector<float>[expected.Length];
        theta.Predict(state, p, 0, 7, path);
        for (int h = 0; h < expected.Length; h++)
            Assert.Equal(1, path[h][0] / expected[h], 2e-5);
    }

    [Fact]
    public void CrostonAndItsVariants_AreThoseOfR()
    {
        var at = R.GetProperty("intermittent");
        var p = new LaneParameters(new Smoothing(0.1f));
        Vector<float>[] state = [new((float)at.Number("size")), new((float)at.Number("interval")), Vector<float>.One];
        var croston = new LocalModel<Croston<Uncorrected>>();
        foreach (float y in at.Floats("y"))
            Learn(croston, state, p, y, 0, 7, flatFrom: 3);
        Assert.Equal(at.Number("croston"), Ahead(croston, state, p, 0, 7), 1e-5);
        Assert.Equal(at.Number("sba"), Ahead(new LocalModel<Croston<Corrected>>(), state, p, 0, 7), 1e-5);
    }

    [Fact]
    public void TsbWithoutWeekdays_IsThatOfRsRecursiveFilter()
    {
        var at = R.GetProperty("intermittent");
        var tsb = new LocalModel<IntermittentSmoothing>();
        var p = new LaneParameters(new Smoothing(0.05f, 0.1f));
        var state = new Vector<float>[tsb.StateSize(7)];
        (state[0], state[1]) = (new(0.3f), new(4));
        foreach (float y in at.Floats("y"))
            Learn(tsb, state, p, y, 0, 7, flatFrom: 2);
        state.AsSpan(2).Clear();
        Assert.Equal(at.Number("tsb"), Ahead(tsb, state, p, 0, 7), 1e-5);
    }

    [Theory]
    [InlineData("seasonal-naive", "seasonalNaive")]
    [InlineData("window-4", "window")]
    public void LastSeasons_AreThoseOfR(string family, string reference)
    {
        var model = LocalModels.Named(family);
        var p = new LaneParameters(new Smoothing(1));
        var state = new Vector<float>[model.StateSize(12)];
        var months = R.GetProperty("additive").Floats("y"); // 20 years of nottem
        for (int t = 0; t < months.Length; t++)
            Learn(model, state, p, months[t], t % 12, 12, flatFrom: state.Length);
        var expected = R.Numbers(reference);
        for (int h = 0; h < expected.Length; h++)
            Assert.Equal(expected[h], Ahead(model, state, p, h, 12), 1e-4);
    }

    /// <summary>
    /// One-step forecasts of every observation, then the path beyond the last. From <paramref name="flatFrom"/> on the state is kept 0: no
    /// weekdays.
    /// </summary>
    private static void Agrees(LocalModel model, Smoothing smoothing, JsonElement at, int? flatFrom = null)
    {
        double[] fitted = at.Numbers("fitted"), ahead = at.Numbers("forecast");
        float[] y = at.Floats("y"), seasons = at.Floats("season");
        int season = Math.Max(2, seasons.Length), flat = flatFrom ?? model.StateSize(season);
        var p = new LaneParameters(smoothing);
        var state = new Vector<float>[model.StateSize(season)];
        state[0] = new Vector<float>((float)at.Number("level"));
        if (flatFrom is not null)
            state[1] = new Vector<float>((float)at.Number("trend"));
        for (int k = 0; k < seasons.Length; k++)
            state[1 + k] = new Vector<float>(seasons[k]);
        for (int t = 0; t < y.Length; t++)
        {
            Assert.Equal(1, Ahead(model, state, p, t % season, season) / fitted[t], 2e-5);
            Learn(model, state, p, y[t], t % season, season, flat);
        }

        var path = new Vector<float>[ahead.Length];
        model.Predict(state, p, y.Length % season, season, path);
        for (int h = 0; h < ahead.Length; h++)
            Assert.Equal(1, path[h][0] / ahead[h], 2e-5);
    }

    private static void Learn(
        LocalModel model, Vector<float>[] state, in LaneParameters p, float value, int phase, int season, int flatFrom)
    {
        model.Run([new Vector<float>(value)], p, phase, season, [], 1, state, []);
        state.AsSpan(flatFrom).Clear();
    }

    private static float Ahead(LocalModel model, Vector<float>[] state, in LaneParameters p, int phase, int season)
    {
        var path = new Vector<float>[1];
        model.Predict(state, p, phase, season, path);
        return path[0][0];
    }
}
