namespace Forecast.Domain.Demo;

/// <summary>What a demo retailer shall be like.</summary>
public sealed record DemoRequest
{
    /// <summary>Most store-item-days that one command generates: a guard against a typing error.</summary>
    public const long MostStoreItemDays = 2_000_000_000;

    /// <summary>Number of stores, spread over three regions.</summary>
    public int Stores { get; init; } = 60;

    /// <summary>Number of items, sold in every store.</summary>
    public int Items { get; init; } = 40;

    /// <summary>Days of history up to yesterday.</summary>
    public int Days { get; init; } = 730;

    /// <summary>Same seed, same retailer.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>What is wrong with the request; null when it is fine.</summary>
    public string? Fault() => this switch
    {
        { Stores: < 3 or > 99_999 } => $"{Stores} stores cannot be built: take 3 (one per region) to 99,999.",
        { Items: < 1 or > 99_999 } => $"{Items} items cannot be built: take 1 to 99,999.",
        { Days: < 1 or > 7_300 } => $"{Days} days cannot be built: take 1 to 7,300.",
        { Seed: < 0 or > 999_999_999 } => $"The seed {Seed} cannot be used: take 0 to 999,999,999.",
        _ when (long)Stores * Items * Days > MostStoreItemDays =>
            $"That would be {(long)Stores * Items * Days:N0} store-item-days; the most is {MostStoreItemDays:N0}.",
        _ => null,
    };
}

/// <summary>What became of a demo command.</summary>
public enum DemoOutcome
{
    /// <summary>A retailer was built.</summary>
    Built,

    /// <summary>Missing days were added.</summary>
    Extended,

    /// <summary>Nothing was missing.</summary>
    UpToDate,

    /// <summary>The request makes no sense, so nothing was done; the message says why.</summary>
    Refused,

    /// <summary>The database holds other data, so nothing was done.</summary>
    OtherData,
}

/// <summary>What a demo command did.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Message">A sentence for people.</param>
/// <param name="StoreItemDays">Store-item-days generated.</param>
/// <param name="Elapsed">Time from start to commit.</param>
public sealed record DemoResult(DemoOutcome Outcome, string Message, long StoreItemDays, TimeSpan Elapsed);
