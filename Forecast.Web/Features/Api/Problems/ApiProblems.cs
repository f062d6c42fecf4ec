namespace Forecast.Web.Features.Api.Problems;

/// <summary>The kinds of problems there are.</summary>
internal static class ApiProblems
{
    private const string Space = "urn:foreact:problem:";

    public static ApiProblemException WrongParameter(string name, string detail, string fix) =>
        new(Of(StatusCodes.Status400BadRequest, detail, $"query parameter {name}", fix));

    public static ApiProblemException WrongHeader(string name, string detail, string fix) =>
        new(Of(StatusCodes.Status400BadRequest, detail, $"header {name}", fix));

    public static ApiProblemException WrongBody(string detail, string fix, string where = "body") =>
        new(Of(StatusCodes.Status400BadRequest, detail, where, fix));

    /// <summary>Not there, or not the caller's to see: both read the same.</summary>
    public static ApiProblemException NotThere(string detail, string where, string fix) =>
        new(Of(StatusCodes.Status404NotFound, detail, where, fix));

    public static ApiProblemException NoFormat(string accepted, IEnumerable<string> offered) =>
        new(Of(
            StatusCodes.Status406NotAcceptable, $"This is not to be had as {accepted}.", "header Accept",
            $"Accept one of {string.Join(", ", offered)}."));

    public static ApiProblemException Conflict(string detail, string fix, string where = "") =>
        new(Of(StatusCodes.Status409Conflict, detail, where, fix));

    public static ApiProblemException TooLarge(string detail, string fix) =>
        new(Of(StatusCodes.Status413PayloadTooLarge, detail, "body", fix));

    public static ApiProblemException WrongMediaType(string given, string wanted) =>
        new(Of(
            StatusCodes.Status415UnsupportedMediaType, $"A body of the type \"{given}\" is not understood.", "header Content-Type",
            $"Send the body as {wanted}."));

    public static ApiProblemException Refused(string detail, string where, string fix) =>
        new(Of(StatusCodes.Status422UnprocessableEntity, detail, where, fix));

    public static Problem Of(int status, string detail, string where, string fix)
    {
        var (kind, title) = Kind(status);
        return new Problem { Type = Space + kind, Title = title, Status = status, Detail = detail, Where = where, Fix = fix };
    }

    /// <summary>A status that something else than an endpoint has set, in words.</summary>
    public static Problem Of(HttpContext context, int status) => status switch
    {
        404 => Of(status, "Nothing is at this address.", "address", "The description at /api/v1/openapi.json lists every address."),
        405 => Of(status, $"This address does not take {context.Request.Method}.", "method", Allowed(context)),
        413 => Of(status, "The body is larger than the server takes.", "body", "Send less at once."),
        415 => Of(status, "A body of this type is not understood.", "header Content-Type", "The description names the types."),
        429 => Of(status, "More was asked within a minute than the server allows.", "", "Wait as long as Retry-After says, then go on."),
        503 => Of(status, "The server cannot answer at the moment.", "", "Try again in a few seconds; published forecasts are untouched."),
        >= 500 => Of(
            status, "Something went wrong on the server.", "", "Try again; if it lasts, give an admin the trace of this answer."),
        _ => Of(status, "The request was not understood.", "", "Compare it with the description at /api/v1/openapi.json."),
    };

    private static string Allowed(HttpContext context) => context.Response.Headers.Allow is { Count: > 0 } methods
        ? $"Use {methods}."
        : "The description at /api/v1/openapi.json names the methods.";

    private static (string Kind, string Title) Kind(int status) => status switch
    {
        400 => ("not-understood", "The request was not understood"),
        401 => ("not-let-in", "Who asks is not known"),
        403 => ("not-allowed", "The caller may not do this"),
        404 => ("not-there", "There is no such thing"),
        405 => ("wrong-method", "Not in this way"),
        406 => ("no-such-format", "Not to be had in this format"),
        409 => ("not-now", "This cannot be done as things stand"),
        413 => ("too-large", "Too large"),
        415 => ("wrong-media-type", "The body is of a type that is not understood"),
        422 => ("refused", "The request was understood, but refused"),
        429 => ("too-many-requests", "Too many requests"),
        503 => ("not-available", "Not available right now"),
        >= 500 => ("server-failed", "The server failed"),
        _ => ("refused", "The server refused this"),
    };
}
