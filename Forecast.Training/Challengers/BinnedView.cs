using Forecast.Training.Boosting;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Forecast.Training.Challengers;

/// <summary>
/// Quantised rows as Microsoft.ML reads them, straight from our bytes: no row is an object and no feature is copied before it is asked for.
/// A bin is passed by its number, NaN's as the lowest of all.
/// </summary>
internal sealed class BinnedView : IDataView
{
    public const string Features = "Features", Label = "Label", Weight = "Weight";

    private readonly byte[] bins;
    private readonly long rowStride, featureStride;
    private readonly float[] target, weight;

    private BinnedView(
        byte[] bins, int rows, int features, long rowStride, long featureStride, float[] target, float[] weight)
    {
        (this.bins, Rows, Width) = (bins, rows, features);
        (this.rowStride, this.featureStride, this.target, this.weight) = (rowStride, featureStride, target, weight);
        var schema = new DataViewSchema.Builder();
        schema.AddColumn(Features, new VectorDataViewType(NumberDataViewType.Single, features), null);
        schema.AddColumn(Label, NumberDataViewType.Single, null);
        schema.AddColumn(Weight, NumberDataViewType.Single, null);
        Schema = schema.ToSchema();
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    internal int Rows { get; }

    internal int Width { get; }

    /// <summary>Rows to learn from.</summary>
    public static BinnedView Of(BoostingRows rows) => new(
        rows.Binned.Bins, rows.Rows, rows.Features.Count, rows.Binned.Stride, 1, rows.Target, rows.Weight ?? []);

    /// <summary>The first rows of some to predict.</summary>
    public static BinnedView Of(BinnedColumns columns, int rows, int features) => new(
        columns.Bins, rows, features, 1, columns.Stride, [], []);

    public long? GetRowCount() => Rows;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new BinnedCursor(this, columnsNeeded);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    /// <summary>The bins of a row as numbers.</summary>
    internal void Row(long row, Span<float> values)
    {
        long at = row * rowStride;
        for (int f = 0; f < values.Length; f++, at += featureStride)
            values[f] = bins[at] == FeatureBins.Missing ? -1 : bins[at];
    }

    internal float TargetOf(long row) => target.Length == 0 ? 0 : target[row];

    internal float WeightOf(long row) => weight.Length == 0 ? 1 : weight[row];
}
