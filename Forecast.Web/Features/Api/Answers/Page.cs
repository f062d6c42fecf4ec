using System.ComponentModel;

namespace Forecast.Web.Features.Api.Answers;

/// <summary>Some rows of a list.</summary>
public sealed record Page<T>
{
    [Description("The rows, in the order of the list.")]
    public required IReadOnlyList<T> Items { get; init; }

    [Description("The address of the next page; null on the last one.")]
    public required string? Next { get; init; }
}

/// <summary>The same, while its rows are read.</summary>
internal sealed record ComingPage<T>(IAsyncEnumerable<T> Items, string? Next);
