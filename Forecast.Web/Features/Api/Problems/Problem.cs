using System.ComponentModel;

namespace Forecast.Web.Features.Api.Problems;

/// <summary>What every error looks like (RFC 9457): what is wrong, where, and how to mend it.</summary>
public sealed record Problem
{
    [Description("The kind of problem; the same kind always has the same type.")]
    public required string Type { get; init; }

    [Description("The kind in words.")]
    public required string Title { get; init; }

    [Description("The status of the answer.")]
    public required int Status { get; init; }

    [Description("What is wrong with this request.")]
    public required string Detail { get; init; }

    [Description("Which part of the request is at fault: a parameter, a header, a place in the body; empty when it is none in particular.")]
    public required string Where { get; init; }

    [Description("What to do about it.")]
    public required string Fix { get; init; }

    [Description("By which the log of the server knows this request.")]
    public string? Trace { get; init; }
}
