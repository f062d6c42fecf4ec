using System.Globalization;
using Azure;
using Azure.Identity;
using Npgsql;

namespace Forecast.Training.Runs;

/// <summary>Why a run ends without a forecast.</summary>
/// <param name="Sentence">For planners: what happened, in plain words.</param>
/// <param name="Detail">For admins: what was reported, word for word; empty where the sentence says it all.</param>
internal sealed record RunFailure(string Sentence, string Detail = "")
{
    /// <summary>A run of which one part failed as often as is allowed.</summary>
    public static RunFailure OfPart(int attempts, Exception failure)
    {
        var sentence = Cause(Chain(failure));
        return new RunFailure(
            attempts == 1 ? sentence : string.Create(CultureInfo.InvariantCulture, $"{sentence} It was tried {attempts} times."),
            failure.GetBaseException().Message);
    }

    /// <summary>A run whose workers disappeared as often as is allowed.</summary>
    public static RunFailure OfLostWorkers(int attempts, string detail) =>
        new(string.Create(CultureInfo.InvariantCulture, $"The worker that computed it was lost, {attempts} times."), detail);

    /// <summary>A run that was computed but could not be put on show.</summary>
    public static RunFailure OfPublishing(Exception failure) =>
        new($"The forecast was computed but could not be put on show. {Cause(Chain(failure))}", failure.GetBaseException().Message);

    /// <summary>A run of which a part failed, nobody knows why any more.</summary>
    public static RunFailure OfUnknown(string detail) => new(Unexpected, detail);

    private const string Unexpected = "Something unexpected happened while it was computed; an admin has to look.";

    private static string Cause(IReadOnlyList<Exception> chain)
    {
        foreach (var e in chain)
        {
            if (Sentenced(e) is { } sentence)
                return sentence;
        }

        return Unexpected;
    }

    private static string? Sentenced(Exception failure) => failure switch
    {
        RequestFailedException { Status: 401 or 403 } or AuthenticationFailedException => "The storage of the models refused the sign-in.",
        RequestFailedException { Status: 0 or 408 or 429 or >= 500 } => "The storage of the models could not be reached.",
        RequestFailedException => "The storage of the models refused the request.",
        NpgsqlException { IsTransient: true } => "The database could not be reached.",
        PostgresException => "The database refused to store the forecast.",
        NpgsqlException => "The database could not be reached.",
        InvalidDataException => "Stored data could not be used as they are; an admin has to look.",
        OutOfMemoryException => "The worker had too little memory for it.",
        _ => null,
    };

    /// <summary>What was thrown and all that it was thrown for, outermost first; of several, all.</summary>
    private static IReadOnlyList<Exception> Chain(Exception failure) =>
        failure is AggregateException several
            ? [.. several.Flatten().InnerExceptions.SelectMany(Chain)]
            : failure.InnerException is { } inner ? [failure, .. Chain(inner)] : [failure];
}
