using Forecast.Domain.Access;
using Forecast.Domain.Worklists;
using Forecast.Training.Runs.Planning;
using Forecast.Web.Features.Board.Figures;
using Forecast.Web.Features.Board.Reading;
using Forecast.Web.Features.Briefs.Figures;
using Forecast.Web.Features.Transport.Figures;
using Forecast.Web.Features.Transport.Reading;
using Forecast.Web.Features.Worklists.Figures;
using Forecast.Web.Features.Worklists.Reading;

namespace Forecast.Web.Features.Briefs.Reading;

/// <summary>Puts a region's brief together from what board, worklist and transport show: the same figures, by the same readers.</summary>
internal sealed class BriefReader(
    BoardReader boards, WorklistReader worklists, TransportReader transports, WorkerPresence workers, TimeProvider time)
{
    private const int MostStores = 5;
    private const int MostLines = 10;
    private const int MostRoutes = 8;

    /// <summary>The brief of a region, or of the viewer's first one. Null when the viewer has no such region, or none at all.</summary>
    public async Task<Brief?> ReadAsync(Viewer viewer, string? regionCode, CancellationToken cancellationToken)
    {
        if (await boards.ReadAsync(viewer, regionCode, cancellationToken) is not { } board)
            return null;
        var code = board.Region.Code;
        var worklist = await worklists.ReadAsync(
            viewer, new WorklistFilter(code, null, WorklistStatus.Open, null, 0), cancellationToken);
        var transport = await transports.ReadAsync(viewer, code, cancellationToken);
        var now = time.GetUtcNow();
        var status = BoardStatus.Of(board, now, workers.NobodyRefreshesSince);
        var demand = BoardView.From(board, BoardSelection.Everything);
        var changes = BoardView.From(board, BoardSelection.Everything with { Rank = BoardRank.Change });
        return new Brief
        {
            Region = code,
            RegionName = board.Region.Name,
            Day = board.Region.BusinessDay(now),
            MadeAt = now,
            State = new BriefState(
                status.Signal.ToString(), status.Word, status.Sentence, status.Reasons, status.DataUntil,
                board.Versions.Count == 0 ? null : board.Versions[0].PublishedAt),
            Week = demand.Tiles is { } tiles ? WeekOf(tiles, demand) : null,
            Demand = [.. demand.Rows.Take(MostStores).Select(StoreOf)],
            Changes = [.. changes.Rows.Where(r => r.LastWeek.Change is not (null or 0)).Take(MostStores).Select(StoreOf)],
            ToLookAt = worklist?.Fitting ?? 0,
            Worklist = [.. (worklist?.Lines ?? []).Take(MostLines).Select(LineOf)],
            Transport = transport is null
                ? []
                : [.. TransportView.From(transport, new TransportSelection(TransportFigure.Trucks, null)).Peaks.Take(MostRoutes)
                    .Select(PeakOf)],
        };
    }

    private static BriefWeek WeekOf(BoardTiles tiles, BoardView view) => new(
        tiles.FirstDay, tiles.LastDay, tiles.Units, tiles.Interval?.Lower, tiles.Interval?.Upper, tiles.LastWeek.Ratio,
        tiles.LastYear.Ratio, tiles.Pallets, tiles.Wape, [.. view.Days.Zip(view.TotalPerDay, (day, units) => new BriefDay(day, units))]);

    private static BriefStore StoreOf(StoreRow row) => new(
        row.Store.Code, row.Store.Name, row.WeekUnits, row.Share, row.LastWeek.Change, row.LastWeek.Ratio);

    private static BriefLine LineOf(WorklistLine line) => new(
        KindWords.Of(line.Entry.Kind), line.Entry.Severity.ToString(), line.Entry.Title, line.Entry.Reason, line.Entry.Units,
        line.Entry.Pallets, line.Address);

    private static BriefPeak PeakOf(PeakLine peak) => new(
        peak.Route.Code, peak.Route.Name, peak.Day.Day, peak.Day.Pallets, peak.Day.Trucks, peak.Day.Odds,
        [.. peak.Drivers.Select(d => d.Store.Name)]);
}
