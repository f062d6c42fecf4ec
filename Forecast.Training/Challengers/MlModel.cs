using Forecast.Training.Boosting;
using Microsoft.ML;

namespace Forecast.Training.Challengers;

/// <summary>
/// What a trainer of Microsoft.ML has learned. A mean is never above the largest target it was learned from: FastTree's Tweedie loss, which
/// is exponential, leaves that range by powers of ten on rows that hardly ever sell.
/// </summary>
internal sealed class MlModel(BoostingFeatures features, ITransformer model, float largest) : IRowModel
{
    private const string Score = "Score";

    public BoostingFeatures Features => features;

    public void Predict(BinnedColumns rows, Span<float> predictions)
    {
        var scored = model.Transform(BinnedView.Of(rows, predictions.Length, features.Count));
        var column = scored.Schema[Score];
        using var cursor = scored.GetRowCursor([column]);
        var score = cursor.GetGetter<float>(column);
        for (int i = 0; cursor.MoveNext(); i++)
        {
            score(ref predictions[i]);
            if (!(predictions[i] <= largest)) // nor is it no number
                predictions[i] = largest;
        }
    }
}
