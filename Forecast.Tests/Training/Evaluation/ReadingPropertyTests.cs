using System.Globalization;
using System.Text;
using Forecast.Domain.Reading;
using Forecast.Training.Evaluation;

namespace Forecast.Tests.Training.Evaluation;

/// <summary>
/// 10,000 generated files, every way of writing dates by every way of writing numbers by every separator: a file is read as it was meant,
/// or refused; it is never loaded with other values, nor with a part of its rows.
/// </summary>
public class ReadingPropertyTests
{
    private const int Files = 10_000;

    private static readonly string[] DateForms =
    [
        "yyyy-MM-dd", "yyyy/M/d", "yyyyMMdd", "dd.MM.yyyy", "d.M.yyyy", "dd/MM/yyyy", "d/M/yyyy", "MM/dd/yyyy", "M/d/yyyy", "dd-MM-yyyy",
        "yyyy-MM-dd 00:00:00", "yyyy-MM-ddT00:00:00", "M/d/yyyy 12:00:00 AM", "days",
    ];

    private static readonly (string Decimal, string Group)[] NumberForms =
        [(".", ""), (".", ","), (",", ""), (",", "."), (",", "\u00A0"), (",", "\u202F"), (",", "\u2009"), (".", "'")];

    private static readonly char[] Separators = [',', ';', '\t', '|'];

    [Fact]
    public async Task File_IsReadAsItWasMeant_OrRefused()
    {
        var random = new Random(20260610);
        int refused = 0;
        for (int i = 0; i < Files; i++)
        {
            var file = new GeneratedFile(random);
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(file.Text));
            try
            {
                var sales = await LongSalesReader.ReadAsync(
                    stream, missingIsZero: false, new ReadingOptions { AcceptFractions = true }, TestContext.Current.CancellationToken);
                Assert.True(sales.Rejected == 0, $"File {i} lost rows:\n{file.Text}");
                Assert.True(file.FirstDay == sales.FirstDay && file.Quantities.AsSpan().SequenceEqual(sales.Quantity),
                    $"File {i} was read otherwise:\n{file.Text}");
            }
            catch (FileRefusedException e)
            {
                Assert.True(file.MayBeRefused, $"File {i} was refused: {e.Message}\n{file.Text}");
                refused++;
            }
        }

        Assert.InRange(refused, 1, Files / 4); // The unclear ones are among them, and are the smaller part.
    }

    /// <summary>Days in a row of one series, with quantities of one kind.</summary>
    private sealed class GeneratedFile
    {
        public GeneratedFile(Random random)
        {
            string form = DateForms[random.Next(DateForms.Length)];
            var (mark, group) = NumberForms[random.Next(NumberForms.Length)];
            char separator = Separators[random.Next(Separators.Length)];
            int days = random.Next(2, 40), decimals = random.Next(4), most = new[] { 9, 900, 4_000, 90_000 }[random.Next(4)];
            bool inOrder = random.Next(4) > 0;
            FirstDay = new DateOnly(2020, 1, 1).AddDays(random.Next(2_000));
            Quantities = [.. Enumerable.Range(0, days).Select(_ => (float)Math.Round(random.NextDouble() * most, decimals))];
            var rows = Enumerable.Range(0, days).Select(day => $"{Date(FirstDay.AddDays(day), form)}{separator}S{separator}"
                + $"\"{Number(Quantities[day], decimals, mark, group)}\"{separator}I\n").ToArray();
            if (!inOrder)
                random.Shuffle(rows);
            Text = $"date{separator}store{separator}quantity{separator}item\n{string.Concat(rows)}";
            bool isSlashed = form.Contains('/', StringComparison.Ordinal) || form == "dd-MM-yyyy";
            bool datesAreOpen = isSlashed && !form.StartsWith("yyyy", StringComparison.Ordinal)
                && Enumerable.Range(0, days).All(day => FirstDay.AddDays(day).Day <= 12);
            // Marks that could be either: thousands with none below or ungrouped ones beside, or exactly three decimals.
            bool numbersAreOpen = (decimals == 0 && group is "." or ",") || decimals == 3;
            MayBeRefused = datesAreOpen || numbersAreOpen;
        }

        public string Text { get; }

        public DateOnly FirstDay { get; }

        public float[] Quantities { get; }

        /// <summary>Whether nothing in the file need tell what is meant.</summary>
        public bool MayBeRefused { get; }

        private static string Date(DateOnly day, string form) => form switch
        {
            "days" => (day.DayNumber - new DateOnly(1899, 12, 30).DayNumber).ToString(CultureInfo.InvariantCulture),
            "M/d/yyyy 12:00:00 AM" => day.ToString("M/d/yyyy", CultureInfo.InvariantCulture) + " 12:00:00 AM",
            _ when form.IndexOfAny([' ', 'T']) is > 0 and var end => day.ToString(form[..end], CultureInfo.InvariantCulture) + form[end..],
            _ => day.ToString(form, CultureInfo.InvariantCulture),
        };

        private static string Number(float value, int decimals, string mark, string group) =>
            ((double)value).ToString(group.Length > 0 ? $"N{decimals}" : $"F{decimals}", new NumberFormatInfo
            {
                NumberDecimalSeparator = mark,
                NumberGroupSeparator = group.Length > 0 ? group : " ",
            });
    }
}
