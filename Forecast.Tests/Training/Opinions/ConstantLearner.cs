using Forecast.Training.Boosting;

namespace Forecast.Tests.Training.Opinions;

/// <summary>An independent model that learns nothing: every day is so many times the level of its series.</summary>
/// <param name="times">How many times.</param>
/// <param name="lack">Why it cannot learn; null where it can.</param>
internal sealed class ConstantLearner(float times, string? lack = null) : IRowLearner
{
    public string Name => "constant";

    public string? Lack => lack;

    public IRowModel Fit(BoostingRows rows, BoostingOptions options, int threads, CancellationToken ct) => new Model(rows.Features, times);

    private sealed class Model(BoostingFeatures features, float times) : IRowModel
    {
        public BoostingFeatures Features => features;

        public void Predict(BinnedColumns rows, Span<float> predictions) => predictions.Fill(times);
    }
}
