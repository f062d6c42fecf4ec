namespace Forecast.Domain.Reading;

/// <summary>Asks the rows of a file in which form its text is: encoding, and texts in quotes that run over several lines.</summary>
internal static class TextEvidence
{
    /// <summary>What to say about a form that is not the usual one; null when it is.</summary>
    public static string? Remark(TextForm form) =>
        form.Encoding is null ? null : $"The text is no UTF-8 and is read as {CodePages.Words(form.Encoding)}.";

    /// <summary>Goes through all rows in the form that they ask for, and returns it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="names">Its known columns.</param>
    /// <param name="required">How many of them must be there.</param>
    /// <param name="chosen">Headers that the user has chosen, by name.</param>
    /// <param name="mostRows">Rows after which reading ends.</param>
    /// <param name="begin">Called before the rows are gone through, each time anew.</param>
    /// <param name="take">Takes a row without a fault of form.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<TextForm> ReadAsync(
        LoadFile file, IReadOnlyList<string> names, int required, IReadOnlyDictionary<string, string>? chosen, long mostRows, Action begin,
        Action<CsvTable> take, CancellationToken cancellationToken)
    {
        var form = default(TextForm);
        bool askedAboutBreaks = false;
        while (true)
        {
            begin();
            var (isOtherText, isCut) = await ReadOnceAsync(form);
            if (isOtherText && form.Encoding is null)
            {
                form = form with { Encoding = await CodePages.OfAsync(await file.OpenAsync(cancellationToken), cancellationToken) };
            }
            else if (isCut && !askedAboutBreaks)
            {
                askedAboutBreaks = true;
                var broken = form with { HasLineBreaks = true };
                if (!await HoldsAsync(broken))
                    return form;
                form = broken;
            }
            else
            {
                return form;
            }
        }

        async Task<CsvTable> OpenAsync(TextForm tried)
        {
            var table = await CsvTable.OpenAsync(
                await file.OpenAsync(cancellationToken), names, required, tried, chosen, cancellationToken);
            table.MostRows = mostRows;
            return table;
        }

        async Task<(bool IsOtherText, bool IsCut)> ReadOnceAsync(TextForm tried)
        {
            long valid = 0, invalid = 0;
            bool isCut = false;
            try
            {
                await using var table = await OpenAsync(tried);
                while (await table.ReadAsync(cancellationToken))
                {
                    if (tried.Encoding is null && Blanks.Utf8Of(table.Raw) is (true, var isValid))
                        (valid, invalid) = isValid ? (valid + 1, invalid) : (valid, invalid + 1);
                    isCut |= table.IsCutInQuotes;
                    if (table.RowFault() is null)
                        take(table);
                }
            }
            catch (HeaderNotUtf8Exception) when (tried.Encoding is null)
            {
                return (true, false);
            }

            // Rows that are UTF-8 beside some that are not: the file is UTF-8, and those are damaged.
            return (invalid > 0 && valid == 0, isCut);
        }

        // A forgotten quote would swallow rows: texts run over lines only where each that does ends well, in a column that means nothing.
        async Task<bool> HoldsAsync(TextForm tried)
        {
            try
            {
                await using var table = await OpenAsync(tried);
                while (await table.ReadAsync(cancellationToken))
                {
                    if (table.Raw.IndexOfAny((byte)'\r', (byte)'\n') >= 0 && (table.RowFault() is not null || table.BreaksInKnownColumn()))
                        return false;
                }

                return true;
            }
            catch (FileRefusedException)
            {
                return false; // Such as a quote that runs on to the end of the file.
            }
        }
    }
}
