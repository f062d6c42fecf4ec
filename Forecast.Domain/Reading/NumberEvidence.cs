using System.Globalization;

namespace Forecast.Domain.Reading;

/// <summary>What the numbers of all rows together say about how they are written.</summary>
internal sealed class NumberEvidence
{
    private const double MostSlips = 0.01;

    private readonly Column quantities = new(), prices = new();

    /// <summary>Takes the numbers of a row.</summary>
    public void Add(ReadOnlySpan<byte> quantity, ReadOnlySpan<byte> price, long line)
    {
        quantities.Add(quantity, line);
        prices.Add(price, line);
    }

    /// <summary>How the numbers are written, and why if not as usual; throws when that cannot be told.</summary>
    public (NumberStyle Style, string? Reason) Decide()
    {
        long point = quantities.Of(NumberShape.Point) + prices.Of(NumberShape.Point);
        long comma = quantities.Of(NumberShape.Comma) + prices.Of(NumberShape.Comma);
        if (Math.Min(point, comma) > MostSlips * (point + comma))
            throw new FileRefusedException($"The numbers are written in two ways: {First(NumberShape.Point)} has a decimal point, "
                + $"{First(NumberShape.Comma)} a decimal comma. Export them in one form, or say which is right: --numbers point or "
                + "--numbers comma.");
        if (point + comma > 0)
            return Proven(point > comma ? NumberStyle.Point : NumberStyle.Comma);
        return Open();
    }

    /// <summary>One style is proven somewhere; the other may still be what the quantities' thousands are written in.</summary>
    private (NumberStyle, string?) Proven(NumberStyle style)
    {
        var (proof, open) = style == NumberStyle.Point ? (NumberShape.Point, NumberShape.OpenPoint)
            : (NumberShape.Comma, NumberShape.OpenComma);
        // Prices of 2.49 beside quantities of 950 and 1.000: the column that has no decimals elsewhere groups its thousands.
        if (quantities.Of(open) > 0 && quantities.Of(proof) == 0 && quantities.Of(NumberShape.Small) + quantities.Of(NumberShape.Large) > 0)
            throw Unclear(quantities, open);
        return (style, style == NumberStyle.Point ? null : $"Numbers are read with a decimal comma, as {First(proof)} shows.");
    }

    /// <summary>Nothing proves a style: only thousands beside smaller whole numbers can be told from decimals.</summary>
    private (NumberStyle, string?) Open()
    {
        bool anyPoint = quantities.Of(NumberShape.OpenPoint) + prices.Of(NumberShape.OpenPoint) > 0;
        bool anyComma = quantities.Of(NumberShape.OpenComma) + prices.Of(NumberShape.OpenComma) > 0;
        if (!anyPoint && !anyComma)
            return (NumberStyle.Point, null);
        var open = anyPoint ? NumberShape.OpenPoint : NumberShape.OpenComma;
        bool groups = quantities.Of(open) > 0 && quantities.Of(NumberShape.Small) > 0 && quantities.Of(NumberShape.Large) == 0;
        if ((anyPoint && anyComma) || !groups)
            throw Unclear(quantities.Of(open) > 0 ? quantities : prices, open);
        return (open == NumberShape.OpenPoint ? NumberStyle.Comma : NumberStyle.Point,
            $"{quantities.First(open)} is read as thousands: every quantity from 1000 on has the mark, and none below "
            + $"({quantities.First(NumberShape.Small)}).");
    }

    private static FileRefusedException Unclear(Column column, NumberShape open)
    {
        string text = column.TextOf(open);
        string thousands = text.Replace(".", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal);
        string decimals = text.Replace(',', '.');
        var (whole, split) = open == NumberShape.OpenPoint ? ("comma", "point") : ("point", "comma");
        return new FileRefusedException(string.Create(CultureInfo.InvariantCulture,
            $"{column.First(open)} can be {thousands} or {decimals}, and nothing in the file tells which. Say it: --numbers {whole} if it "
            + $"is {thousands} (the decimal mark is a {whole}), --numbers {split} if it is {decimals}."));
    }

    private string First(NumberShape shape) => quantities.Of(shape) > 0 ? quantities.First(shape) : prices.First(shape);

    /// <summary>The numbers of a column by what they show.</summary>
    private sealed class Column
    {
        private readonly long[] counts = new long[8];
        private readonly (string Text, long Line)[] firsts = new (string, long)[8];

        public long Of(NumberShape shape) => counts[(int)shape];

        public string TextOf(NumberShape shape) => firsts[(int)shape].Text;

        /// <summary>The first number of a kind, with its line.</summary>
        public string First(NumberShape shape) => $"\"{firsts[(int)shape].Text}\" in line {firsts[(int)shape].Line}";

        public void Add(ReadOnlySpan<byte> field, long line)
        {
            if (field.IsEmpty)
                return;
            int shape = (int)NumberField.ShapeOf(field);
            if (counts[shape]++ == 0)
                firsts[shape] = (CsvTable.Printable(field), line);
        }
    }
}
