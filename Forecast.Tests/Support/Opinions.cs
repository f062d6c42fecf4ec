using Forecast.Domain.Forecasts;
using Forecast.Domain.Registry;

namespace Forecast.Tests.Support;

/// <summary>Second opinions in every state.</summary>
internal static class Opinions
{
    public static SecondOpinion Asked(long model = 3) => new() { ModelVersionId = model, AskedAt = Boards.Morning };

    /// <summary>Ours better by 2.1 points; one class of demand that sold nothing.</summary>
    public static SecondOpinion Given(long model = 3, int retrainsBehind = 0) => new()
    {
        ModelVersionId = model,
        AskedAt = Boards.Morning,
        GivenAt = Boards.Morning,
        Model = "ml-lightgbm",
        SeriesCount = 2,
        FirstDay = Boards.Origin.AddDays(-55),
        LastDay = Boards.Origin,
        RetrainsBehind = retrainsBehind,
        Seconds = 1.5,
        Scores =
        [
            new OpinionScore(null, 2, 0.30, 0.24, 0.261, 1, 0.8, 0.85, 0.021, 0.005, 0.037),
            new OpinionScore(DemandClass.Dead, 1, null, null, null, null, null, null, null, null, null),
        ],
    };

    public static SecondOpinion Failed(string why) =>
        new() { ModelVersionId = 3, AskedAt = Boards.Morning, GivenAt = Boards.Morning, Remark = why };
}
