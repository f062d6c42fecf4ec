using Hangfire.Logging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Level = Microsoft.Extensions.Logging.LogLevel;

namespace Forecast.Training.Runs.Scheduling;

/// <summary>
/// What Hangfire has to say, in the product's log. Hangfire keeps one log for the whole of a process, which may outlive the host that gave
/// it; then there is nobody left to tell.
/// </summary>
internal sealed class JobLog(ILoggerFactory loggers) : ILogProvider
{
    public ILog GetLogger(string name)
    {
        try
        {
            return new Log(loggers.CreateLogger(name));
        }
        catch (ObjectDisposedException)
        {
            return new Log(NullLogger.Instance);
        }
    }

    private sealed class Log(ILogger logger) : ILog
    {
        bool ILog.Log(Hangfire.Logging.LogLevel logLevel, Func<string>? messageFunc, Exception? exception)
        {
            var level = logLevel switch
            {
                Hangfire.Logging.LogLevel.Trace => Level.Trace,
                Hangfire.Logging.LogLevel.Debug => Level.Debug,
                Hangfire.Logging.LogLevel.Info => Level.Information,
                Hangfire.Logging.LogLevel.Warn => Level.Warning,
                Hangfire.Logging.LogLevel.Error => Level.Error,
                _ => Level.Critical,
            };
            bool wanted = logger.IsEnabled(level);
            if (wanted && messageFunc is not null)
                logger.Log(level, default, messageFunc, exception, (message, _) => message());
            return wanted;
        }
    }
}
