using Forecast.Domain.Loads;
using Forecast.Domain.Reading;

namespace Forecast.Web.Features.Sales;

/// <summary>Options in the address of an upload; the words are those of the command line.</summary>
/// <param name="Kind">sales, stores, items or routes.</param>
/// <param name="Missing">not-loaded or nothing-sold.</param>
/// <param name="Unknown">reject or create.</param>
/// <param name="Dates">A word of <see cref="ReadingOptions.Choices"/>.</param>
/// <param name="Numbers">Likewise.</param>
/// <param name="Repeats">Likewise.</param>
/// <param name="Returns">Likewise.</param>
/// <param name="Grain">Likewise.</param>
/// <param name="Fractions">Likewise.</param>
/// <param name="Columns">What columns are called, as quantity=Menge.</param>
/// <param name="Sheet">Sheet of a workbook; its first unless said.</param>
/// <param name="Region">Code of the region for new stores.</param>
/// <param name="TimeZone">Time zone of new regions.</param>
/// <param name="Holidays">Holiday calendar of new regions.</param>
internal sealed record UploadOptions(
    string? Kind, string? Missing, string? Unknown, string? Dates, string? Numbers, string? Repeats, string? Returns, string? Grain,
    string? Fractions, string? Columns, string? Sheet, string? Region, string? TimeZone, string? Holidays)
{
    /// <summary>The request; null when a word is not known.</summary>
    public ImportRequest? ToRequest(string fileName, string requestedBy)
    {
        LoadKind? kind = Kind switch
        {
            null or "sales" => LoadKind.Sales,
            "stores" => LoadKind.Stores,
            "items" => LoadKind.Items,
            "routes" => LoadKind.Routes,
            _ =>
            null
        };
        MissingDays? missing = Missing switch
        {
            null or "not-loaded" => MissingDays.NotLoaded,
            "nothing-sold" =>
            MissingDays.NothingSold,
            _ => null
        };
        UnknownKeys? unknown = Unknown switch { null or "reject" => UnknownKeys.Reject, "create" => UnknownKeys.Create, _ => null };
        var reading = Reading();
        if (kind is null || missing is null || unknown is null || reading is null)
            return null;
        return new ImportRequest
        {
            FileName = Path.GetFileName(fileName),
            RequestedBy = requestedBy,
            Kind = kind.Value,
            MissingDays = missing.Value,
            UnknownKeys = unknown.Value,
            Reading = reading,
            RegionCode = string.IsNullOrWhiteSpace(Region) ? null : Region.Trim(),
            TimeZone = string.IsNullOrWhiteSpace(TimeZone) ? null : TimeZone.Trim(),
            HolidayCalendar = Holidays?.Trim() ?? "",
        };
    }

    private ReadingOptions? Reading()
    {
        ReadingOptions? reading = new() { Sheet = string.IsNullOrWhiteSpace(Sheet) ? null : Sheet.Trim() };
        foreach (var (choice, word) in new[]
        {
            ("dates", Dates), ("numbers", Numbers), ("repeats", Repeats), ("returns", Returns), ("grain", Grain), ("fractions", Fractions),
        })
        {
            if (!string.IsNullOrEmpty(word))
                reading = reading?.With(choice, word);
        }

        return string.IsNullOrWhiteSpace(Columns) ? reading : reading?.WithColumns(Columns);
    }
}
