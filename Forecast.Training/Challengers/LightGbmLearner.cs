using Forecast.Training.Boosting;
using Microsoft.ML;
using Microsoft.ML.Trainers.LightGbm;

namespace Forecast.Training.Challengers;

/// <summary>LightGBM (Ke et al. 2017) by way of Microsoft.ML, which offers squared loss only. Needs a native library: x64 alone.</summary>
internal sealed class LightGbmLearner : MlLearner
{
    public const string ShortName = "ml-lightgbm";

    private static readonly Lazy<string?> Missing =
        new(() => NativeParts.Lack(ShortName, "lib_lightgbm", typeof(LightGbmRegressionTrainer).Assembly));

    public override string Name => ShortName;

    public override string? Lack => Missing.Value;

    protected override IEstimator<ITransformer> Trainer(MLContext context, BoostingOptions options) =>
        context.Regression.Trainers.LightGbm(new LightGbmRegressionTrainer.Options
        {
            FeatureColumnName = BinnedView.Features,
            LabelColumnName = BinnedView.Label,
            ExampleWeightColumnName = BinnedView.Weight,
            NumberOfIterations = options.Rounds,
            NumberOfLeaves = options.Leaves,
            LearningRate = options.LearningRate,
            MinimumExampleCountPerLeaf = Math.Max(1, (int)options.MinLeafWeight),
            MaximumBinCountPerFeature = options.Bins,
            NumberOfThreads = 1,
            Seed = Seed(options),
            UseCategoricalSplit = false,
            Silent = true,
            Verbose = false,
            Booster = new GradientBooster.Options
            {
                L2Regularization = options.L2,
                SubsampleFraction = options.RowSample,
                SubsampleFrequency = 1,
                FeatureFraction = options.ColumnSample,
                MaximumTreeDepth = options.Depth,
            },
        });
}
