using Forecast.Domain.Access;
using Npgsql;

namespace Forecast.Web.Shared;

/// <summary>What a failure means to the person in front of it; details belong in the log.</summary>
internal static class Failures
{
    public static string Sentence(Exception failure) => failure switch
    {
        AccessDeniedException denied => denied.Message,
        NpgsqlException { IsTransient: true } or TimeoutException => "The database does not answer at the moment. Try again in a few seconds.",
        NpgsqlException => "The database refused the request.",
        _ => "Something went wrong on the server while it prepared this page.",
    };
}
