using Microsoft.ML;
using Microsoft.ML.Data;

namespace Forecast.Training.Challengers;

/// <summary>Walks over the rows of a <see cref="BinnedView"/>.</summary>
internal sealed class BinnedCursor(BinnedView view, IEnumerable<DataViewSchema.Column> needed) : DataViewRowCursor
{
    private readonly HashSet<int> active = [.. needed.Select(c => c.Index)];
    private long row = -1;

    public override long Position => row;

    public override long Batch => 0;

    public override DataViewSchema Schema => view.Schema;

    public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

    public override bool MoveNext()
    {
        if (row + 1 < view.Rows)
        {
            row++;
            return true;
        }

        row = view.Rows;
        return false;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)row, 0);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Delegate getter = column.Name switch
        {
            BinnedView.Features => (ValueGetter<VBuffer<float>>)GetFeatures,
            BinnedView.Label => (ValueGetter<float>)((ref float value) => value = view.TargetOf(row)),
            BinnedView.Weight => (ValueGetter<float>)((ref float value) => value = view.WeightOf(row)),
            _ => throw new ArgumentException($"There is no column {column.Name}.", nameof(column)),
        };
        return getter as ValueGetter<TValue>
            ?? throw new ArgumentException($"Column {column.Name} does not hold {typeof(TValue)}.", nameof(column));
    }

    private void GetFeatures(ref VBuffer<float> value)
    {
        var editor = VBufferEditor.Create(ref value, view.Width);
        view.Row(row, editor.Values);
        value = editor.Commit();
    }
}
