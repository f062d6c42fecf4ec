using System.ComponentModel;
using Forecast.Domain.Imports;
using Forecast.Domain.Loads;
using Forecast.Domain.Reading;
using Forecast.Domain.Sales;
using Forecast.Web.Access;
using Forecast.Web.Access.Api;
using Forecast.Web.Features.Api.Answers;
using Forecast.Web.Features.Api.Problems;
using Forecast.Web.Features.Api.Questions;
using Forecast.Web.Features.Sales;
using Forecast.Web.Features.Sales.Reading;
using Microsoft.AspNetCore.Mvc;

namespace Forecast.Web.Features.Api.Resources;

/// <summary>Files of sales, stores and items: looked at first, then loaded, by the code of the page Data.</summary>
internal static class ImportResource
{
    private const string Form = "multipart/form-data";

    private static readonly ApiParameter<string> Kind = ApiParameters.Word("kind", "What the file holds.", ["sales", "stores", "items"]);

    private static readonly ApiParameter<string> Missing =
        ApiParameters.Word("missing", "What a day without a row means.", ["not-loaded", "nothing-sold"]);

    private static readonly ApiParameter<string> Unknown =
        ApiParameters.Word("unknown", "What happens to rows that name an unknown store or item.", ["reject", "create"]);

    private static readonly IReadOnlyList<ApiParameter<string>> Reading = [.. ReadingOptions.Choices.Select(ApiParameters.Word)];

    private static readonly ApiParameter<string> Columns = ApiParameters.Text("columns", "What columns are called.", "quantity=Menge");

    private static readonly ApiParameter<string> Sheet = ApiParameters.Text(
        "sheet", "Sheet of a workbook; its first unless said.", "Sales");

    private static readonly ApiParameter<string> Region = ApiParameters.Text("region", "Code of the region for new stores.", "NORTH");

    private static readonly ApiParameter<string> TimeZone = ApiParameters.Text("timeZone", "Time zone of new regions.", "Europe/Berlin");

    private static readonly ApiParameter<string> Holidays = ApiParameters.Text("holidays", "Holiday calendar of new regions.", "DE");

    private static readonly ApiParameter[] Options = [Kind, Missing, Unknown, .. Reading, Columns, Sheet, Region, TimeZone, Holidays];

    private static readonly IReadOnlyList<Column<RejectedAnswer>> RejectedTable =
    [
        Answers.Columns.Whole<RejectedAnswer>("line", r => r.Line), Answers.Columns.Text<RejectedAnswer>("column", r => r.Column),
        Answers.Columns.Text<RejectedAnswer>("reason", r => r.Reason), Answers.Columns.Text<RejectedAnswer>("row", r => r.Row),
    ];

    public static void MapImports(this RouteGroupBuilder api)
    {
        api.MapPost("/imports/preview", PreviewAsync).Takes(Options)
            .Describe("preview", "Look at a file",
                "How a sales file would be understood, and what would become of its rows; nothing is stored.")
            .WithMetadata(new UploadedFile(), new DisableRequestSizeLimitAttribute()).Produces<SalesPreview>(200, ApiFormats.Json)
            .Refuses(413, 415, 422).RequireAuthorization(ApiScopes.Import);
        api.MapPost("/imports", PostAsync).Takes(Options)
            .Describe("import", "Load a file",
                "All good rows of the file, or nothing; answers when they are stored. Loading a file again changes nothing.")
            .WithMetadata(new UploadedFile(), new DisableRequestSizeLimitAttribute()).Produces<ImportAnswer>(201, ApiFormats.Json)
            .Refuses(413, 415, 422).RequireAuthorization(ApiScopes.Import);
        api.MapGet("/imports", ListAsync).Takes(ApiParameters.Limit, ApiParameters.After)
            .Describe("imports", "Loads", "Files that were loaded, newest first.")
            .ProducesOne<Page<ImportAnswer>>().Refuses(406).RequireAuthorization(ApiScopes.Import);
        api.MapGet("/imports/{id:long}", FindAsync).Takes()
            .Describe("loaded", "A load", "What became of a file.")
            .ProducesOne<ImportAnswer>().Refuses(404, 406).RequireAuthorization(ApiScopes.Import);
        api.MapGet("/imports/{id:long}/rejected", RejectedAsync).Takes(ApiParameters.Limit, ApiParameters.After)
            .Describe("rejected", "Rejected rows", "Rows of a file that could not be taken, in its order.")
            .ProducesTable<RejectedAnswer>().Refuses(404, 406).RequireAuthorization(ApiScopes.Import);
    }

    private static async Task<IResult> PreviewAsync(HttpContext context, ViewerSource viewers, FileImport import)
    {
        await using var received = UploadReception.NewTemporaryFile();
        var request = await ReceiveAsync(context, viewers, received);
        if (request.Kind != LoadKind.Sales)
            throw ApiProblems.Refused(UploadPreview.OfSalesOnly, "query parameter kind", "POST /api/v1/imports loads it.");
        try
        {
            var look = await UploadPreview.OfAsync(import, received, request, context.RequestAborted);
            return look.Preview is { } preview
                ? TypedResults.Json(preview, ApiJson.Options)
                : throw ApiProblems.Refused(look.Message, "body", "Mend the file, or say with the options how it is written.");
        }
        catch (WrongChoiceException e)
        {
            throw ApiProblems.Refused(e.Message, "query parameters", "Choose one that exists.");
        }
    }

    private static async Task<IResult> PostAsync(HttpContext context, ViewerSource viewers, FileImport import)
    {
        await using var received = UploadReception.NewTemporaryFile();
        var request = await ReceiveAsync(context, viewers, received);
        Load load;
        try
        {
            load = await import.RunAsync(received, request, progress: null, context.RequestAborted);
        }
        catch (WrongChoiceException e) // A zone or calendar that does not exist.
        {
            throw ApiProblems.Refused(e.Message, "query parameters", "Choose one that exists.");
        }

        var address = $"{context.Request.PathBase}{ApiPaths.Root}/imports/{load.Id}";
        if (load.Status != LoadStatus.Succeeded)
            throw ApiProblems.Refused(load.Message, "body", $"Nothing was stored. GET {address} tells more.");
        if (LoadWords.IsEmpty(load))
            throw ApiProblems.Refused("Not one row could be taken.", "body", $"GET {address}/rejected tells why, row by row.");
        context.Response.Headers.Location = address;
        return TypedResults.Json(ImportAnswer.Of(load), ApiJson.Options, statusCode: 201);
    }

    private static async Task<ImportRequest> ReceiveAsync(HttpContext context, ViewerSource viewers, FileStream received)
    {
        if (context.Request.ContentType?.StartsWith(Form, StringComparison.OrdinalIgnoreCase) != true)
            throw ApiProblems.WrongMediaType(context.Request.ContentType ?? "", $"{Form} with one file (curl -F file=@sales.csv)");
        var question = ApiQuestion.Of(context);
        var viewer = await viewers.CurrentAsync(context.RequestAborted);
        viewer.DemandFileLoader();
        string? Chosen(string name) => question.Get(Reading.Single(choice => choice.Name == name));
        var options = new UploadOptions(
            question.Get(Kind), question.Get(Missing), question.Get(Unknown), Chosen("dates"), Chosen("numbers"), Chosen("repeats"),
            Chosen("returns"), Chosen("grain"), Chosen("fractions"), question.Get(Columns), question.Get(Sheet), question.Get(Region),
            question.Get(TimeZone), question.Get(Holidays));
        var (request, fault) = await UploadReception.ReceiveAsync(
            options, context.Request, viewer.Name, received, context.RequestAborted);
        return request ?? throw (Reads(question) ? ApiProblems.WrongBody(fault, "Send one file: curl -F file=@sales.csv.")
            : ApiProblems.WrongParameter("columns", "columns cannot be read.", $"Write columns={Columns.Example}, for example."));
    }

    /// <summary>Every option but this is one of its words, or it would have been refused before.</summary>
    private static bool Reads(ApiQuestion question) => question.Get(Columns) is not { } columns || ColumnChoices.Read(columns) is not null;

    private static async Task<IResult> ListAsync(HttpContext context, ViewerSource viewers, LoadReader loads)
    {
        var (question, ended) = (ApiQuestion.Of(context), context.RequestAborted);
        var (after, limit) = Pages.Bounds(question);
        var found = await loads.RecentAsync(await viewers.CurrentAsync(ended), after == 0 ? null : after, limit + 1, ended);
        return await ApiAnswers.OneAsync(context, Pages.Of(question, found, limit, l => l.Id, ImportAnswer.Of));
    }

    private static async Task<IResult> FindAsync(
        [Description("Key of the load.")] long id, HttpContext context, ViewerSource viewers, LoadReader loads) =>
        await ApiAnswers.OneAsync(context, ImportAnswer.Of(await DemandAsync(id, context, viewers, loads)));

    private static async Task<IResult> RejectedAsync(
        [Description("Key of the load.")] long id, HttpContext context, ViewerSource viewers, LoadReader loads)
    {
        var (question, ended) = (ApiQuestion.Of(context), context.RequestAborted);
        var (after, limit) = Pages.Bounds(question);
        await DemandAsync(id, context, viewers, loads);
        var rows = await loads.RejectedAsync(await viewers.CurrentAsync(ended), id, after, limit + 1, ended);
        return await ApiAnswers.PageAsync(
            context, Pages.Of(question, rows, limit, r => r.Line, r => new RejectedAnswer
            {
                Line = r.Line,
                Column = r.ColumnName,
                Reason = r.Reason,
                Row = r.Text,
            }),
            RejectedTable);
    }

    private static async Task<Load> DemandAsync(long id, HttpContext context, ViewerSource viewers, LoadReader loads) =>
        await loads.FindAsync(await viewers.CurrentAsync(context.RequestAborted), id, context.RequestAborted)
        ?? throw ApiProblems.NotThere($"There is no load {id}.", "address", "GET /api/v1/imports lists the loads there are.");
}
