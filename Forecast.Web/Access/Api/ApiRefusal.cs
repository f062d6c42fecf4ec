namespace Forecast.Web.Access.Api;

/// <summary>Why a caller was not let in, in words for whoever wrote the program.</summary>
/// <param name="What">What is wrong.</param>
/// <param name="Fix">How to mend it.</param>
internal sealed record ApiRefusal(string What, string Fix)
{
    private const string Item = "foreact:api-refusal";

    public static ApiRefusal? Of(HttpContext context) => context.Items[Item] as ApiRefusal;

    public void Note(HttpContext context) => context.Items[Item] = this;
}
