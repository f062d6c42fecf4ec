using Forecast.Training.Engine;
using Microsoft.Extensions.Configuration;

namespace Forecast.Tests.Training.Engine;

public class EngineOptionsTests
{
    [Fact]
    public void ConfiguredModels_ReplaceTheDefault()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Engine:Models:0", (string?)"local")])
            .Build();

        var options = configuration.GetSection("Engine").Get<EngineOptions>()!;

        Assert.Equal(["local"], options.Models);
        Assert.False(options.WantsGlobal);
    }

    [Fact]
    public void WithoutConfiguration_AllModelsAreTried() => Assert.True(new EngineOptions().WantsGlobal);

    [Fact]
    public void With_KeepsWhatItDoesNotChange()
    {
        var options = new EngineOptions { Models = ["theta"], Seed = 7, GlobalRounds = 33, BacktestWindows = 3 }.With(
            horizon: 9, threads: 5);

        Assert.Equal((9, 5, 7, 33, 3), (options.Horizon, options.Threads, options.Seed, options.GlobalRounds, options.BacktestWindows));
        Assert.Equal(["theta"], options.Models);
    }
}
