using System.Globalization;
using Microsoft.Extensions.Options;

namespace Forecast.Web.Hosting;

/// <summary>Which clock a process of the product goes by: the machine's, unless a test moves it so that nothing hangs on the day the test runs.</summary>
internal static class ProcessClock
{
    /// <summary>How far ahead of the machine's clock the process lives, as [-]d.hh:mm:ss. For tests, and only in Development.</summary>
    public const string Setting = "Clock:MovedBy";

    /// <summary>Comes before everything that adds a clock of its own where there is none.</summary>
    /// <exception cref="OptionsValidationException">The setting is no span of time, or the environment is not Development.</exception>
    public static IServiceCollection AddForeactClock(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        if (configuration[Setting] is not { Length: > 0 } text)
            return services.AddSingleton(TimeProvider.System);
        if (!environment.IsDevelopment())
            throw Wrong($"{Setting} moves the clock for tests and is refused in {environment.EnvironmentName}. Remove it.");
        if (!TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var by))
            throw Wrong($"{Setting} must be a span of time such as -5.00:00:00, not \"{text}\".");
        return services.AddSingleton<TimeProvider>(provider =>
        {
            provider.GetRequiredService<ILogger<MovedClock>>().LogWarning("The clock of this process is moved by {Span}, for tests.", by);
            return new MovedClock(by);
        });
    }

    private static OptionsValidationException Wrong(string sentence) => new(Setting, typeof(TimeSpan), [sentence]);
}
