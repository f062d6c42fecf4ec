using System.Text;
using Forecast.Web.Features.Api.Problems;

namespace Forecast.Web.Features.Api.Questions;

/// <summary>
/// The parameters of a request, read as its endpoint declares them; a name that it does not know is refused, not ignored.
/// </summary>
internal sealed class ApiQuestion
{
    private const string Item = "foreact:api-question";

    private readonly Dictionary<string, object?> values;
    private readonly HttpRequest request;

    private ApiQuestion(HttpRequest request, Dictionary<string, object?> values) => (this.request, this.values) = (request, values);

    /// <summary>What the filter of the endpoint has read.</summary>
    public static ApiQuestion Of(HttpContext context) => (ApiQuestion)context.Items[Item]!;

    /// <summary>Reads all parameters of a request.</summary>
    /// <exception cref="ApiProblemException">A parameter is not known, given twice, missing, or none of what it takes.</exception>
    public static void Read(HttpContext context, IReadOnlyList<ApiParameter> known)
    {
        var read = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, given) in context.Request.Query)
        {
            if (known.FirstOrDefault(p => p.Name == name) is not { } parameter)
                throw ApiProblems.WrongParameter("", "The request has a parameter that is not known here.", Names(known));
            if (given.Count != 1)
                throw ApiProblems.WrongParameter(parameter.Name, $"{parameter.Name} is given more than once.", "Give it once.");
            if (given[0]!.Length > 0)
                read[parameter.Name] = parameter.Read(given[0]!);
        }

        if (known.FirstOrDefault(p => p.IsRequired && !read.ContainsKey(p.Name)) is { } missing)
            throw ApiProblems.WrongParameter(
                missing.Name, $"{missing.Name} is missing.", $"Write {missing.Name}={missing.Example}, for example.");
        context.Items[Item] = new ApiQuestion(context.Request, read);
    }

    public T? Get<T>(ApiParameter<T> parameter) => values.TryGetValue(parameter.Name, out var value) ? (T?)value : parameter.Otherwise;

    /// <summary>The address of the page after this one: the same question, after a place.</summary>
    public string Next(string after)
    {
        var address = new StringBuilder(request.PathBase + request.Path).Append('?');
        foreach (var (name, given) in request.Query.Where(q => q.Key != ApiParameters.After.Name))
            address.Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(given.ToString())).Append('&');
        return address.Append(ApiParameters.After.Name).Append('=').Append(Uri.EscapeDataString(after)).ToString();
    }

    /// <summary>The question in one form, whatever the order of its parameters.</summary>
    public string Canonical() =>
        string.Join('&', request.Query.OrderBy(q => q.Key, StringComparer.Ordinal).Select(q => $"{q.Key}={q.Value}"));

    private static string Names(IReadOnlyList<ApiParameter> known) =>
        known.Count == 0 ? "This address takes none." : $"Known are {string.Join(", ", known.Select(p => p.Name))}.";
}
