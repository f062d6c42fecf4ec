using System.Text.Json.Nodes;
using Forecast.Web.Features.Api.Problems;
using Microsoft.OpenApi;

namespace Forecast.Web.Features.Api.Questions;

/// <summary>
/// A parameter of the query: how it is called, what it takes. Reading it, its description and its errors all come from here.
/// </summary>
internal abstract record ApiParameter
{
    public required string Name { get; init; }

    public required string Description { get; init; }

    /// <summary>What it takes, after "is not": "a whole number from 1 to 31".</summary>
    public required string Takes { get; init; }

    /// <summary>What is shown in descriptions and errors.</summary>
    public required string Example { get; init; }

    public bool IsRequired { get; init; }

    public required OpenApiSchema Schema { get; init; }

    /// <summary>The value in the description's form.</summary>
    public JsonNode ExampleNode =>
        Schema.Type == JsonSchemaType.Integer ? JsonValue.Create(long.Parse(Example, System.Globalization.CultureInfo.InvariantCulture))
            : JsonValue.Create(Example);

    /// <summary>The value of a text.</summary>
    /// <exception cref="ApiProblemException">The text is none that the parameter takes.</exception>
    public abstract object? Read(string text);
}

/// <summary>A parameter that is read as a value.</summary>
internal sealed record ApiParameter<T> : ApiParameter
{
    public delegate bool TryRead(string text, out T value);

    public required TryRead Reader { get; init; }

    /// <summary>What counts where the parameter is not given.</summary>
    public T? Otherwise { get; init; }

    public override object? Read(string text) => Reader(text, out var value)
        ? value
        : throw ApiProblems.WrongParameter(Name, $"{Name} is \"{Shown(text)}\", which is not {Takes}.",
            $"Write {Name}={Example}, for example.");

    private static string Shown(string text) =>
        new([.. text.Take(60).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c)]);
}
