using System.Text;
using System.Text.Encodings.Web;
using Forecast.Web.Features.Sheets.Figures;
using Forecast.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace Forecast.Web.Features.Sheets.Parts;

/// <summary>
/// The cells of a row as one piece of markup. A circuit sends three instructions for each text that changes on its own; for 100 items and
/// 14 days that is more than the figures themselves. Every text is escaped here.
/// </summary>
internal sealed class SheetMarkup(SheetView view, Func<string, string> address)
{
    private readonly StringBuilder text = new(512);

    private SheetUnit Unit => view.Selection.Unit;

    private SheetFigure Figure => view.Selection.Figure;

    /// <summary>A row of the sheet.</summary>
    /// <param name="row">The row.</param>
    /// <param name="isFirst">Whether the keyboard enters the table here.</param>
    public MarkupString Row(SheetRow row, bool isFirst)
    {
        var unit = row.Factor is null ? SheetUnit.Units : Unit;
        text.Clear();
        Head(isFirst);
        text.Append("<a tabindex=\"-1\" data-row-action href=\"").Append(Encoded(address(row.Key))).Append("\">").Append(Encoded(row.Name))
            .Append("</a><small>").Append(Encoded(row.Key)).Append("</small>");
        if (row.Factor is null)
            text.Append("<em>in units</em>");
        text.Append("</th>");
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
        var remarks = Encoded(string.Join(" · ", SheetWords.Remarks(row).Concat(SheetWords.Plans(row, view.Days))));
        if (remarks.Length > 0)
            text.Append("<td class=\"re\" title=\"").Append(remarks).Append("\">").Append(remarks);
        else
            text.Append("<td class=\"re\">");
        return new MarkupString(text.Append("</td>").ToString());
    }

    /// <summary>A group of rows, which folds.</summary>
    /// <param name="group">The group.</param>
    /// <param name="toggle">Address that folds or unfolds it.</param>
    /// <param name="isFirst">Whether the keyboard enters the table here.</param>
    public MarkupString Group(SheetGroup group, string toggle, bool isFirst)
    {
        bool folded = view.Selection.IsFolded(group.Name);
        text.Clear();
        Head(isFirst);
        text.Append("<a tabindex=\"-1\" data-row-action role=\"button\" aria-expanded=\"").Append(folded ? "false" : "true")
            .Append("\" href=\"").Append(Encoded(toggle)).Append("\"><i aria-hidden=\"true\"></i>").Append(Encoded(group.Name))
            .Append("</a><small>").Append(group.Rows.Count).Append("</small></th>");
        return Together(group);
    }

    /// <summary>All that was found.</summary>
    public MarkupString Total(string name)
    {
        text.Clear().Append("<th scope=\"row\">").Append(Encoded(name)).Append("</th>");
        return Together(view.Total);
    }

    private MarkupString Together(SheetGroup group)
    {
        foreach (var cell in group.Cells)
            text.Append("<td>").Append(SheetWords.Goods(cell, Figure, Unit)).Append("</td>");
        Sums(group.Sum, group.LastWeek, group.Before, Unit);
        return new MarkupString(text.Append("<td></td>").ToString());
    }

    private void Head(bool isFirst) => text.Append(isFirst ? "<th scope=\"row\" tabindex=\"0\">" : "<th scope=\"row\">");

    private void Sums(
        SheetCell sum, Board.Figures.Comparison lastWeek, Board.Figures.Comparison before, SheetUnit unit) => text
        .Append("<td class=\"su\">").Append(SheetWords.Goods(sum, Figure, unit))
        .Append("</td><td>").Append(SheetWords.Difference(lastWeek.Change, unit))
        .Append("</td><td>").Append(Formats.SignedPercent(lastWeek.Ratio))
        .Append("</td><td>").Append(SheetWords.Difference(before.Change, unit)).Append("</td>");

    private static string Encoded(string value) => HtmlEncoder.Default.Encode(value);
}
