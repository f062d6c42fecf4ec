namespace Forecast.Training.Boosting;

/// <summary>What was learned from quantised rows, whoever learned it. Safe to use from many threads.</summary>
internal interface IRowModel
{
    /// <summary>The features it was learned on, and how they are quantised.</summary>
    BoostingFeatures Features { get; }

    /// <summary>Predicts the first rows, as many as there are predictions, on the scale of the target.</summary>
    void Predict(BinnedColumns rows, Span<float> predictions);
}
