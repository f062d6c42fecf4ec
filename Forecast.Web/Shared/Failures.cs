using Forecast.Domain.Access;
using Npgsql;

namespace Forecast.Web.Shared;

/// <summary>What a failure means to the person in front of it; details belong in the log.</summary>
internal static class Failures
{
    public static string Sentence(Exception failure) => Cause(failure) switch
    {
        AccessDeniedException denied => denied.Message,
        NpgsqlException { IsTransient: true } or TimeoutException =>
            "The database does not answer at the moment. Try again in a few seconds.",
        NpgsqlException => "The database refused the request.",
        _ => "Something went wrong on the server while it prepared this page.",
    };

    /// <summary>Entity Framework wraps what the database says in an exception of its own.</summary>
    private static Exception Cause(Exception failure)
    {
        for (var inner = failure; inner is not null; inner = inner.InnerException)
        {
            if (inner is NpgsqlException or AccessDeniedException or TimeoutException)
                return inner;
        }

        return failure;
    }
}
