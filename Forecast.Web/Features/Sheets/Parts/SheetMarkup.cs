using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Forecast.Web.Features.Sheets.Figures;
using Forecast.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace Forecast.Web.Features.Sheets.Parts;

/// <summary>
/// The cells of a row as three pieces of markup: its name, its figures, its remarks. A circuit sends three instructions for each text that
/// changes on its own, which for 100 items and 14 days is more than the figures themselves; another unit or figure sends the second piece
/// only. Every text is escaped here.
/// </summary>
internal sealed class SheetMarkup(SheetView view, Func<string, string> address)
{
    /// <summary>Letters of all languages stay as they are: as numbers they would be several times as long.</summary>
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder text = new(512);

    private SheetUnit Unit => view.Selection.Unit;

    private SheetFigure Figure => view.Selection.Figure;

    /// <summary>The name of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="isFirst">Whether the keyboard enters the table here.</param>
    public MarkupString Head(SheetRow row, bool isFirst)
    {
        Begin(isFirst);
        text.Append("<a tabindex=\"-1\" data-row-action href=\"").Append(Encoded(address(row.Key))).Append("\">").Append(Encoded(row.Name))
            .Append("</a><small>").Append(Encoded(row.Key)).Append("</small>");
        if (row.Factor is null)
            text.Append("<em>in units</em>");
        return End("</th>");
    }

    /// <summary>The figures of a row.</summary>
    public MarkupString Figures(SheetRow row)
    {
        var unit = row.Factor is null ? SheetUnit.Units : Unit;
        text.Clear();
        for (int i = 0; i < row.Cells.Count; i++)
        {
            text.Append(row.Marks[i] switch
            {
                SheetMark.None => "<td>",
                SheetMark.Promotion => "<td class=\"pr\">",
                SheetMark.Price => "<td class=\"ot\">",
                _ => "<td class=\"pr ot\">",
            });
            text.Append(SheetWords.Goods(row.Cells[i], Figure, unit)).Append("</td>");
        }

        bool adds = Figure == SheetFigure.Expected && row.Series.Origin is not null;
        Sums(adds ? new SheetCell(row.Sum) : default, row.LastWeek, row.Before, unit);
        return End("");
    }

    /// <summary>What there is to say of a row; whole on being pointed at, where the column is too narrow.</summary>
    public MarkupString Remarks(SheetRow row)
    {
        text.Clear();
        var remarks = Encoded(string.Join(" · ", SheetWords.Remarks(row).Concat(SheetWords.Plans(row, view.Days))));
        if (remarks.Length > 0)
            text.Append("<td class=\"re\" title=\"").Append(remarks).Append("\">").Append(remarks);
        else
            text.Append("<td class=\"re\">");
        return End("</td>");
    }

    /// <summary>The name of a group, which folds it.</summary>
    /// <param name="group">The group.</param>
    /// <param name="toggle">Address that folds or unfolds it.</param>
    /// <param name="isFirst">Whether the keyboard enters the table here.</param>
    public MarkupString Head(SheetGroup group, string toggle, bool isFirst)
    {
        bool folded = view.Selection.IsFolded(group.Name);
        Begin(isFirst);
        text.Append("<a tabindex=\"-1\" data-row-action role=\"button\" aria-expanded=\"").Append(folded ? "false" : "true")
            .Append("\" href=\"").Append(Encoded(toggle)).Append("\"><i aria-hidden=\"true\"></i>").Append(Encoded(group.Name))
            .Append("</a><small>").Append(group.Rows.Count).Append("</small>");
        return End("</th>");
    }

    /// <summary>The figures of a group, or of all that was found.</summary>
    public MarkupString Figures(SheetGroup group)
    {
        text.Clear();
        foreach (var cell in group.Cells)
            text.Append("<td>").Append(SheetWords.Goods(cell, Figure, Unit)).Append("</td>");
        Sums(group.Sum, group.LastWeek, group.Before, Unit);
        return End("<td></td>");
    }

    private void Begin(bool isFirst) => text.Clear().Append(isFirst ? "<th scope=\"row\" tabindex=\"0\">" : "<th scope=\"row\">");

    private void Sums(
        SheetCell sum, Board.Figures.Comparison lastWeek, Board.Figures.Comparison before, SheetUnit unit) => text
        .Append("<td class=\"su\">").Append(SheetWords.Goods(sum, Figure, unit))
        .Append("</td><td>").Append(SheetWords.Difference(lastWeek.Change, unit))
        .Append("</td><td>").Append(Formats.SignedPercent(lastWeek.Ratio))
        .Append("</td><td>").Append(SheetWords.Difference(before.Change, unit)).Append("</td>");

    private MarkupString End(string ending) => new(text.Append(ending).ToString());

    private static string Encoded(string value) => Encoder.Encode(value);
}
