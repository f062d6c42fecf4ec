namespace Forecast.Domain.Reading;

/// <summary>Whether the rows of a file run along the calendar: by day, or by series and then by day, forwards or backwards.</summary>
internal sealed class RowOrder
{
    /// <summary>Share of steps against the grain above which a file has no order.</summary>
    private const double MostSteps = 0.2;

    private long forwards, backwards;

    /// <summary>Whether days come as they please, so that a day that comes back says nothing.</summary>
    public bool IsNone => Math.Min(forwards, backwards) > MostSteps * (forwards + backwards);

    public void Note(int before, int day)
    {
        if (day > before)
            forwards++;
        else
            backwards++;
    }
}
