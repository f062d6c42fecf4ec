using Forecast.Training.Boosting;
using Microsoft.ML;

namespace Forecast.Training.Challengers;

/// <summary>A tree learner of Microsoft.ML, with settings as near to those of our own trees as it has them.</summary>
/// <remarks>
/// Category codes are read as numbers, rarest bin last. Seeds are those of our trees. One thread: with several, sums would be added in
/// another order on another machine, and the same rows would not give the same model.
/// </remarks>
internal abstract class MlLearner : IRowLearner
{
    public abstract string Name { get; }

    public abstract string? Lack { get; }

    /// <inheritdoc />
    /// <exception cref="ChallengerMissingException">A native part is missing.</exception>
    public IRowModel Fit(BoostingRows rows, BoostingOptions options, int threads, CancellationToken ct)
    {
        options.Check(rows.Features.Count);
        ct.ThrowIfCancellationRequested();
        if (Lack is { } lack)
            throw new ChallengerMissingException(lack);
        try
        {
            var context = new MLContext(Seed(options));
            var model = Trainer(context, options).Fit(BinnedView.Of(rows));
            ct.ThrowIfCancellationRequested();
            return new MlModel(rows.Features, model, rows.Target.Max());
        }
        catch (Exception e) when (e.GetBaseException() is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            throw new ChallengerMissingException(NativeParts.Sentence(Name, "of Microsoft.ML", e.GetBaseException().Message), e);
        }
    }

    /// <summary>The trainer, set up like our trees.</summary>
    protected abstract IEstimator<ITransformer> Trainer(MLContext context, BoostingOptions options);

    /// <summary>The seed as the libraries take it.</summary>
    protected static int Seed(BoostingOptions options) => (int)(options.Seed % int.MaxValue);
}
