using Forecast.Tests.Support;
using Forecast.Web.Features.Api.Answers;
using Microsoft.Net.Http.Headers;

namespace Forecast.Tests.Web.Features.Api;

/// <summary>An answer serves for a moment; then one caller, and one only, looks it up.</summary>
public sealed class RecentAnswersTests : IDisposable
{
    private static readonly EntityTagHeaderValue Tag = new("\"1\"");

    private readonly StillClock clock = new(Boards.Morning);
    private readonly RecentAnswers answers;

    public RecentAnswersTests() => answers = new RecentAnswers(TimeSpan.FromSeconds(1), clock);

    public void Dispose() => answers.Dispose();

    [Fact]
    public void Answer_ServesForAMoment_ForItsQuestionOnly()
    {
        answers.Keep("mine", Tag, "/next", new byte[] { 1, 2 });
        clock.Now += TimeSpan.FromSeconds(0.9);

        var kept = answers.FindFresh("mine")!;

        Assert.Equal((Tag, "/next"), (kept.Tag, kept.Next));
        Assert.Equal([1, 2], kept.Body.ToArray());
        Assert.Null(answers.FindFresh("yours"));
    }

    [Fact]
    public void OldAnswer_IsLookedUpByTheFirstWhoAsks_AndServesTheOthersMeanwhile()
    {
        answers.Keep("mine", Tag, null, new byte[] { 1 });
        clock.Now += TimeSpan.FromSeconds(1);

        Assert.Null(answers.FindFresh("mine"));
        Assert.NotNull(answers.FindFresh("mine"));
        Assert.NotNull(answers.Find("mine"));
        clock.Now += TimeSpan.FromSeconds(1);
        Assert.Null(answers.FindFresh("mine")); // Whoever was to look it up has not come back.
    }

    [Fact]
    public void ForgottenAnswer_ServesNobody()
    {
        answers.Keep("mine", Tag, null, new byte[] { 1 });

        answers.Forget("mine");

        Assert.Null(answers.FindFresh("mine"));
        Assert.Null(answers.Find("mine"));
    }

    [Fact]
    public async Task Copy_IsKept_UpToALength_AndAllIsPassedOn()
    {
        using var target = new MemoryStream();
        await using var fits = new RecordedStream(target, 3);
        await using var tooLong = new RecordedStream(target, 3);
        await fits.WriteAsync(new byte[] { 1, 2, 3 }, TestContext.Current.CancellationToken);
        await tooLong.WriteAsync(new byte[] { 4, 5 }, TestContext.Current.CancellationToken);
        await tooLong.WriteAsync(new byte[] { 6, 7 }, TestContext.Current.CancellationToken);

        Assert.Equal([1, 2, 3], fits.Written!.Value.ToArray());
        Assert.Null(tooLong.Written);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], target.ToArray());
    }
}
