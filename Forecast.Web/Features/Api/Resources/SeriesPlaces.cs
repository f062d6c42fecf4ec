using Forecast.Web.Features.Api.Questions;
using Forecast.Web.Features.Api.Reading;

namespace Forecast.Web.Features.Api.Resources;

/// <summary>Places in lists of series: store and item.</summary>
internal static class SeriesPlaces
{
    /// <summary>The series after which the page begins.</summary>
    public static (int Store, int Item) AfterSeries(this ApiQuestion question)
    {
        long[] after = question.After(keys: 2);
        return ((int)Math.Min(after[0], int.MaxValue), (int)Math.Min(after[1], int.MaxValue));
    }

    /// <summary>The address of the next page; null on the last one.</summary>
    public static string? NextSeries(this ApiQuestion question, SeriesPage page) =>
        page.Last is { } last ? question.Next(Place.Write(last.Store, last.Item)) : null;
}
