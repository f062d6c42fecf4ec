using Forecast.Training.Boosting;
using Microsoft.ML;
using Microsoft.ML.Trainers.FastTree;

namespace Forecast.Training.Challengers;

/// <summary>FastTree, the boosted trees of Microsoft.ML (after MART, Friedman 2001), with Tweedie loss.</summary>
internal sealed class FastTreeLearner : MlLearner
{
    public const string ShortName = "ml-fasttree";

    /// <summary>Power of the variance, where the options' own loss has none.</summary>
    private const double UsualPower = 1.1;

    /// <summary>
    /// Logarithms by which one tree may move a mean. Its own limit is 100: where nearly nothing sells, a leaf then goes beyond every bound.
    /// </summary>
    private const double MostPerTree = 1;

    public override string Name => ShortName;

    /// <summary>Its native library only makes it faster; should it be asked for after all, fitting says so.</summary>
    public override string? Lack => null;

    protected override IEstimator<ITransformer> Trainer(MLContext context, BoostingOptions options) =>
        context.Regression.Trainers.FastTreeTweedie(new FastTreeTweedieTrainer.Options
        {
            FeatureColumnName = BinnedView.Features,
            LabelColumnName = BinnedView.Label,
            ExampleWeightColumnName = BinnedView.Weight,
            NumberOfTrees = options.Rounds,
            NumberOfLeaves = options.Leaves,
            LearningRate = options.LearningRate,
            MaximumTreeOutput = MostPerTree,
            MinimumExampleCountPerLeaf = Math.Max(1, (int)options.MinLeafWeight),
            MaximumBinCountPerFeature = options.Bins,
            NumberOfThreads = 1,
            Seed = Seed(options),
            FeatureFraction = options.ColumnSample,
            BaggingSize = 1,
            BaggingExampleFraction = options.RowSample,
            Index = options.Loss.Parameter is > 1 and < 2 and var power ? power : UsualPower,
        });
}
