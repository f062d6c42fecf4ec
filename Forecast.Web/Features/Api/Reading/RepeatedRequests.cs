using System.Security.Cryptography;
using Forecast.Domain.Access;
using Forecast.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Features.Api.Reading;

/// <summary>
/// Requests with a key of their sender's: asked again, whether the answer got lost or not, they lead to the run of the first time.
/// </summary>
internal sealed class RepeatedRequests(ViewerContexts contexts, TimeProvider time)
{
    /// <summary>How long a key is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>After which whoever held the key is thought to be gone.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>What is known of a key: the run of the same request; that it was for another one; or that it is being asked for.</summary>
    internal sealed record Known(long? RunId, bool IsOther, bool IsUnderWay);

    /// <summary>Takes the key for this request, or says what is known of it. Of several at once, one takes it.</summary>
    /// <returns>Null when the key was taken.</returns>
    public async Task<Known?> TakeAsync(Viewer viewer, string key, ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        var (hash, now) = (SHA256.HashData(request.Span), time.GetUtcNow());
        var (expired, abandoned) = (now - Kept, now - Patience);
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        await db.IdempotencyKeys.Where(k => k.At < expired).ExecuteDeleteAsync(cancellationToken);
        int taken = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO idempotency_key AS k (user_id, key, request_hash, run_id, at) VALUES ({viewer.UserId}, {key}, {hash}, NULL, {now})
            ON CONFLICT (user_id, key) DO UPDATE SET at = excluded.at
            WHERE k.run_id IS NULL AND k.at < {abandoned} AND k.request_hash = excluded.request_hash
            """,
            cancellationToken);
        if (taken == 1)
            return null;
        var held = await db.IdempotencyKeys.AsNoTracking()
            .SingleOrDefaultAsync(k => k.UserId == viewer.UserId && k.Key == key, cancellationToken);
        return held is null ? new Known(null, IsOther: false, IsUnderWay: true) // Given back this moment: asked again, it can be taken.
            : !held.RequestHash.AsSpan().SequenceEqual(hash) ? new Known(null, IsOther: true, IsUnderWay: false)
            : new Known(held.RunId, IsOther: false, IsUnderWay: held.RunId is null);
    }

    /// <summary>What came of the request.</summary>
    public async Task KeepAsync(Viewer viewer, string key, long runId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        await db.IdempotencyKeys.Where(k => k.UserId == viewer.UserId && k.Key == key)
            .ExecuteUpdateAsync(set => set.SetProperty(k => k.RunId, runId), cancellationToken);
    }

    /// <summary>Nothing came of it: the key is free again.</summary>
    public async Task GiveBackAsync(Viewer viewer, string key)
    {
        await using var db = await contexts.OpenAsync(viewer, CancellationToken.None);
        await db.IdempotencyKeys.Where(k => k.UserId == viewer.UserId && k.Key == key && k.RunId == null)
            .ExecuteDeleteAsync(CancellationToken.None);
    }
}
