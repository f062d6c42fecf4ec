using System.Globalization;
using Forecast.Domain.Access;
using Forecast.Web.Access;
using Forecast.Web.Features.Audit.Reading;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Audit;

/// <summary>What was written down as a file.</summary>
internal static class AuditExport
{
    public static async Task<IResult> GetAsync(
        string? find, ViewerSource viewers, AuditReader reader, AuditTrail audit, CancellationToken cancellationToken)
    {
        var viewer = await viewers.CurrentAsync(cancellationToken);
        viewer.DemandAdmin();
        await audit.AddAsync(viewer.Name, "export", "audit", string.IsNullOrWhiteSpace(find) ? "" : $"found by {find}", cancellationToken);
        var lines = reader.AllAsync(viewer, find ?? "", cancellationToken).Select(Line);
        return CsvFile.Streamed("audit.csv", "at_utc,by,action,subject,detail\r\n", lines, cancellationToken);
    }

    internal static string Line(AuditEntry entry) => string.Create(CultureInfo.InvariantCulture,
        $"{entry.At.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ},{CsvText.Of(entry.By)},{CsvText.Of(entry.Action)},{CsvText.Of(entry.Subject)},"
        + $"{CsvText.Of(entry.Detail)}\r\n");
}
