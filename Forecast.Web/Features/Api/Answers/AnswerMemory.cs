using Forecast.Web.Access;
using Forecast.Web.Features.Api.Questions;
using Microsoft.Net.Http.Headers;

namespace Forecast.Web.Features.Api.Answers;

/// <summary>What is remembered of answers to the question of one request.</summary>
internal sealed class AnswerMemory
{
    private const string Item = "foreact:answer-memory";

    private readonly RecentAnswers answers;
    private readonly string question;

    private AnswerMemory(RecentAnswers answers, string question) => (this.answers, this.question) = (answers, question);

    /// <summary>That of a request; null where answers are not kept.</summary>
    public static AnswerMemory? Of(HttpContext context) => context.Items[Item] as AnswerMemory;

    /// <summary>
    /// Answers again what somebody with the same rights has just been answered; otherwise the endpoint does, and that is remembered.
    /// Who calls and what he may see was found out before.
    /// </summary>
    public static async ValueTask<object?> FilterAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        var recent = context.RequestServices.GetRequiredService<RecentAnswers>();
        if (!recent.AreKept)
            return await next(invocation);
        var asked = await QuestionAsync(context);
        if (recent.FindFresh(asked) is { } answer)
        {
            await ApiAnswers.SendAsync(context, ApiFormats.OfTable(context.Request), answer.Tag, answer.Next, answer.Body);
            return TypedResults.Empty;
        }

        context.Items[Item] = new AnswerMemory(recent, asked);
        try
        {
            return await next(invocation);
        }
        catch
        {
            recent.Forget(asked);
            throw;
        }
    }

    /// <summary>The bytes that a tag stands for; null where they are not known. They are good for another moment.</summary>
    public ReadOnlyMemory<byte>? Renew(EntityTagHeaderValue tag, string? next)
    {
        if (answers.Find(question) is not { } answer || !answer.Tag.Compare(tag, useStrongComparison: true))
            return null;
        answers.Keep(question, tag, next, answer.Body);
        return answer.Body;
    }

    /// <summary>Keeps what was sent.</summary>
    public void Keep(EntityTagHeaderValue tag, string? next, ReadOnlyMemory<byte> body) => answers.Keep(question, tag, next, body);

    private static async Task<string> QuestionAsync(HttpContext context)
    {
        var request = context.Request;
        var viewer = await context.RequestServices.GetRequiredService<ViewerSource>().CurrentAsync(context.RequestAborted);
        var sees = viewer.IsAdmin ? "all" : string.Join(',', viewer.RegionIds.Order());
        return $"{sees} {ApiFormats.OfTable(request)} {request.Headers.AcceptEncoding} {request.PathBase}{request.Path}?"
            + ApiQuestion.Of(context).Canonical();
    }
}
