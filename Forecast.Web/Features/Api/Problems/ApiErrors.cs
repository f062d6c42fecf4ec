using System.Diagnostics;
using Forecast.Domain.Access;
using Forecast.Web.Access.Api;
using Forecast.Web.Shared;
using Microsoft.AspNetCore.Diagnostics;
using Npgsql;

namespace Forecast.Web.Features.Api.Problems;

/// <summary>Whatever goes wrong below /api is answered with a <see cref="Problem"/>, never with a page or a trace of the code.</summary>
internal static class ApiErrors
{
    public const string MediaType = "application/problem+json";

    public static void UseApiErrors(this WebApplication app) => app.Use((context, next) =>
        ApiSchemes.IsApi(context) ? AnswerAsync(context, next) : next(context));

    /// <summary>Writes a problem as the answer, unless the answer has begun.</summary>
    public static async Task WriteAsync(HttpContext context, Problem problem)
    {
        if (context.Response.HasStarted)
            return;
        context.Response.StatusCode = problem.Status;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ETag = default;
        await context.Response.WriteAsJsonAsync(
            problem with { Trace = Activity.Current?.Id ?? context.TraceIdentifier }, ApiJson.Options, MediaType, context.RequestAborted);
    }

    private static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IStatusCodePagesFeature>() is { } pages)
            pages.Enabled = false;
        try
        {
            await next(context);
            await ExplainStatusAsync(context);
        }
        catch (ApiProblemException e)
        {
            await WriteAsync(context, e.Problem);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody listens any more.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            await WriteAsync(context, Explain(context, e));
        }
    }

    /// <summary>A status without a body gets one.</summary>
    private static Task ExplainStatusAsync(HttpContext context)
    {
        var (response, status) = (context.Response, context.Response.StatusCode);
        if (status < 400 || response.HasStarted || response.ContentType is not null)
            return Task.CompletedTask;
        var problem = status is 401 or 403 && ApiRefusal.Of(context) is { } refusal
            ? ApiProblems.Of(status, refusal.What, "header Authorization", refusal.Fix)
            : ApiProblems.Of(context, status);
        return WriteAsync(context, problem);
    }

    private static Problem Explain(HttpContext context, Exception failure)
    {
        var problem = failure switch
        {
            BadHttpRequestException { StatusCode: var status } => ApiProblems.Of(context, status),
            AccessDeniedException denied => ApiProblems.Of(403, denied.Message, "header Authorization", "Ask an admin if you need it."),
            ProviderSilentException => ApiProblems.Of(
                503, "The identity provider of the company does not answer, so its tokens cannot be checked.", "",
                "Try again in a minute; personal tokens work meanwhile."),
            _ when IsOfDatabase(failure) => ApiProblems.Of(context, 503) with { Detail = Failures.Sentence(failure) },
            _ => ApiProblems.Of(context, 500),
        };
        if (problem.Status >= 500)
        {
            context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ApiErrors))
                .LogError(failure, "{Method} {Path} failed.", context.Request.Method, context.Request.Path);
        }

        return problem;
    }

    private static bool IsOfDatabase(Exception failure) =>
        failure.GetBaseException() is NpgsqlException { IsTransient: true } or TimeoutException or System.Net.Sockets.SocketException;
}
