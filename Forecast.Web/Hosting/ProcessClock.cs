using System.Globalization;

namespace Forecast.Web.Hosting;

/// <summary>
/// Which clock a process of the product goes by: the machine's, unless a test moves it so that nothing hangs on the day the test runs.
/// </summary>
internal static class ProcessClock
{
    /// <summary>How far ahead of the machine's clock the process lives, as [-]d.hh:mm:ss. For tests, and only in Development.</summary>
    public const string Setting = "Clock:MovedBy";

    /// <summary>What is wrong with the setting; null when nothing is.</summary>
    public static string? Fault(IConfiguration configuration, IHostEnvironment environment)
    {
        if (configuration[Setting] is not { Length: > 0 } text)
            return null;
        if (!environment.IsDevelopment())
            return $"{Setting} moves the clock for tests and is refused in {environment.EnvironmentName}. Remove it.";
        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out _)
            ? null
            : $"{Setting} must be a span of time such as -5.00:00:00, not \"{text}\".";
    }

    /// <summary>Comes before everything that adds a clock of its own where there is none; the setting has been checked.</summary>
    public static IServiceCollection AddForeactClock(this IServiceCollection services, IConfiguration configuration) =>
        configuration[Setting] is not { Length: > 0 } text
            ? services.AddSingleton(TimeProvider.System)
            : services.AddSingleton<TimeProvider>(provider =>
            {
                var by = TimeSpan.Parse(text, CultureInfo.InvariantCulture);
                provider.GetRequiredService<ILogger<MovedClock>>()
                    .LogWarning("The clock of this process is moved by {Span}, for tests.", by);
                return new MovedClock(by);
            });
}
