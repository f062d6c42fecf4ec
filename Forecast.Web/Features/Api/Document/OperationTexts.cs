using System.Globalization;
using System.Text.Json.Nodes;
using Forecast.Web.Features.Api.Answers;
using Forecast.Web.Features.Api.Questions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Forecast.Web.Features.Api.Document;

/// <summary>What endpoints declare beyond their types: parameters, files, headers, the right they ask for.</summary>
internal static class OperationTexts
{
    public static Task Complete(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var declared = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Tags = new HashSet<OpenApiTagReference>();
        operation.Parameters ??= [];
        foreach (var parameter in declared.OfType<DeclaredParameters>().SelectMany(d => d.All))
            operation.Parameters.Add(Of(parameter));
        foreach (var header in declared.OfType<DeclaredHeader>())
            operation.Parameters.Add(Of(header));
        if (declared.OfType<UploadedFile>().Any())
            operation.RequestBody = OfFile();
        if (declared.OfType<IAuthorizeData>().FirstOrDefault()?.Policy is { } scope)
            Secure(operation, scope, context.Document!);
        foreach (var (status, response) in operation.Responses ?? [])
            Complete(status, (OpenApiResponse)response, context.Description.HttpMethod!);
        return Task.CompletedTask;
    }

    private static OpenApiParameter Of(ApiParameter parameter) => new()
    {
        Name = parameter.Name,
        In = ParameterLocation.Query,
        Description = parameter.Description,
        Required = parameter.IsRequired,
        Schema = parameter.Schema,
        Example = parameter.ExampleNode,
    };

    private static OpenApiParameter Of(DeclaredHeader header) => new()
    {
        Name = header.Name,
        In = ParameterLocation.Header,
        Description = header.Description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = header.LongestText },
        Example = JsonValue.Create(header.Example),
    };

    private static OpenApiRequestBody OfFile() => new()
    {
        Required = true,
        Description = "A form with one file: CSV (also packed with gzip or zip) or a workbook (.xlsx).",
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
        {
            ["multipart/form-data"] = new OpenApiMediaType
            {
                Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
                    {
                        ["file"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
                    },
                    Required = new HashSet<string>(StringComparer.Ordinal) { "file" },
                },
            },
        },
    };

    private static void Secure(OpenApiOperation operation, string scope, OpenApiDocument document)
    {
        operation.Description = $"{operation.Description}\n\nNeeds the right `{scope}`.";
        operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(DocumentTexts.Scheme, document)] = [] }];
    }

    private static void Complete(string status, OpenApiResponse response, string method)
    {
        response.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
        if (status == "200" && method == "GET")
            Say(response, "ETag", "The same tag means the same answer.");
        if (status is "201" or "202")
            Say(response, "Location", "Where to ask for it.");
        if (status == "429")
            Say(response, "Retry-After", "Seconds to wait.");
        response.Description = Meaning(status);
        foreach (var (type, media) in response.Content ?? new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal))
        {
            if (type is ApiFormats.Csv or ApiFormats.Parquet)
            {
                media.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = type == ApiFormats.Parquet ? "binary" : null };
                Say(response, "Link", "The next page, as rel=\"next\"; missing on the last one.");
            }
        }
    }

    private static void Say(OpenApiResponse response, string header, string meaning) =>
        response.Headers![header] = new OpenApiHeader
        {
            Description = meaning,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        };

    private static string Meaning(string status) => int.Parse(status, CultureInfo.InvariantCulture) switch
    {
        200 => "What was asked for.",
        201 => "It is stored.",
        202 => "It is accepted and being computed.",
        304 => "What the caller has is still the same.",
        400 => "The request is not understood.",
        401 => "The token is missing, or cannot be trusted.",
        403 => "The token does not have the right, or its owner may not do this.",
        404 => "There is no such thing among what the caller may see.",
        406 => "It is not to be had in this format.",
        409 => "It cannot be done as things stand.",
        413 => "The body is too large.",
        415 => "The body is of a type that is not understood.",
        422 => "It was understood, but refused.",
        429 => "Too much was asked within a minute.",
        _ => "See the problem.",
    };
}
