namespace Forecast.Web.Commands;

/// <summary>How a command ends, as exit status.</summary>
internal static class CommandEnd
{
    /// <summary>Nothing was done.</summary>
    public const int Failed = 1;

    /// <summary>It was done, but more than a fifth of the rows were rejected.</summary>
    public const int Doubtful = 2;
}
