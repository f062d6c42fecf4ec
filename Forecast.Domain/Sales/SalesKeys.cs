using System.Text;
using System.Text.Unicode;
using Forecast.Domain.Loads;
using Forecast.Domain.Reading;

namespace Forecast.Domain.Sales;

/// <summary>
/// The stores, items and series that a load meets, by place in the order of meeting. New ones are noted here and created in bulk before
/// anything is written for them.
/// </summary>
internal sealed class SalesKeys(UnknownKeys unknown)
{
    private const int LongestCode = 200;
    private const int MostNewStores = 100_000;
    private const int MostNewItems = 1_000_000;

    private readonly CodeIndex storePlaces = new();
    private readonly CodeIndex itemPlaces = new();
    private readonly Dictionary<long, int> seriesPlaces = [];
    private long lastSeriesKey = -1;
    private int lastSeries;

    /// <summary>
    /// Key of the region in which unknown stores are created, 0 for one that is created with the first of them; null when there is a choice
    /// that nobody has made.
    /// </summary>
    public int? NewStoreRegion { get; set; }

    /// <summary>How to make that choice.</summary>
    public string RegionHint { get; set; } = "";

    /// <summary>Stores by place; key 0 until created.</summary>
    public List<StoreKey> Stores { get; } = [];

    /// <summary>Items by place; key 0 until created.</summary>
    public List<ItemKey> Items { get; } = [];

    /// <summary>Series by place; key 0 until created or found.</summary>
    public List<SeriesKey> Series { get; } = [];

    public void AddKnownStore(string code, int id, int regionId)
    {
        AddKnown(storePlaces, code, Stores.Count);
        Stores.Add(new StoreKey { Code = code, Id = id, RegionId = regionId });
    }

    public void AddKnownItem(string code, int id)
    {
        AddKnown(itemPlaces, code, Items.Count);
        Items.Add(new ItemKey { Code = code, Id = id });
    }

    /// <summary>A code that was stored in another form of Unicode is known in both.</summary>
    private static void AddKnown(CodeIndex places, string code, int place)
    {
        var bytes = Encoding.UTF8.GetBytes(code);
        places.Add(bytes, place);
        if (!Ascii.IsValid(bytes))
            places.AddAlias(CodeText.Composed(bytes), place);
    }

    /// <summary>Place of a store; negative with a fault when it is unknown or not a code.</summary>
    public int Store(ReadOnlySpan<byte> code, out string? fault)
    {
        fault = null;
        if (storePlaces.TryFind(code, out int place) || TryFindComposed(storePlaces, code, out place))
            return place;
        fault = Fault(code, "store", Stores.Count, MostNewStores);
        if (fault is not null)
            return -1;
        var composed = CodeText.Composed(code);
        string name = Encoding.UTF8.GetString(composed);
        if (NewStoreRegion is not { } region)
            throw new FileRefusedException(
                $"The store \"{name}\" is unknown, and there are several regions it could lie in. {RegionHint}");
        place = Stores.Count;
        storePlaces.Add(composed, place);
        Stores.Add(new StoreKey { Code = name, RegionId = region });
        return place;
    }

    /// <summary>Place of an item; negative with a fault when it is unknown or not a code.</summary>
    public int Item(ReadOnlySpan<byte> code, out string? fault)
    {
        fault = null;
        if (itemPlaces.TryFind(code, out int place) || TryFindComposed(itemPlaces, code, out place))
            return place;
        fault = Fault(code, "item", Items.Count, MostNewItems);
        if (fault is not null)
            return -1;
        place = Items.Count;
        var composed = CodeText.Composed(code);
        itemPlaces.Add(composed, place);
        Items.Add(new ItemKey { Code = Encoding.UTF8.GetString(composed) });
        return place;
    }

    /// <summary>Finds a code that is known in another form of Unicode, and from then on knows this form as well.</summary>
    private static bool TryFindComposed(CodeIndex places, ReadOnlySpan<byte> code, out int place)
    {
        place = -1;
        if (Ascii.IsValid(code) || !Utf8.IsValid(code) || code.Length > LongestCode || !places.TryFind(CodeText.Composed(code), out place))
            return false;
        places.AddAlias(code.ToArray(), place);
        return true;
    }

    /// <summary>Place of a series.</summary>
    public int SeriesOf(int store, int item)
    {
        long key = ((long)store << 32) | (uint)item;
        if (key == lastSeriesKey)
            return lastSeries;
        if (!seriesPlaces.TryGetValue(key, out int place))
        {
            place = Series.Count;
            seriesPlaces.Add(key, place);
            Series.Add(new SeriesKey { Store = store, Item = item });
            Stores[store].IsUsed = Items[item].IsUsed = true;
        }

        (lastSeriesKey, lastSeries) = (key, place);
        return place;
    }

    /// <summary>Sentences about new codes that look like another code; to be asked before they are created.</summary>
    public IEnumerable<string> RemarksOnLookalikes()
    {
        if (Stores.Exists(s => s is { IsUsed: true, Id: 0 })
            && Lookalikes.Remark([.. Stores.Select(s => s.Code)], i => Stores[i] is { IsUsed: true, Id: 0 }, "store") is { } stores)
            yield return stores;
        if (Items.Exists(i => i is { IsUsed: true, Id: 0 })
            && Lookalikes.Remark([.. Items.Select(i => i.Code)], i => Items[i] is { IsUsed: true, Id: 0 }, "item") is { } items)
            yield return items;
    }

    private string? Fault(ReadOnlySpan<byte> code, string what, int count, int most)
    {
        if (CodeFault(code, what) is { } fault)
            return fault;
        if (unknown == UnknownKeys.Reject)
            return $"The {what} \"{CsvTable.Printable(code)}\" is unknown. Load the {what} master file first, or choose to create unknown "
                + "stores and items.";
        if (count >= most)
            throw new FileRefusedException(
                $"The file names more than {most:N0} {what}s. Check that the column \"{what}\" holds the {what}'s code.");
        return null;
    }

    /// <summary>What is wrong with a code; null when nothing is.</summary>
    internal static string? CodeFault(ReadOnlySpan<byte> code, string what)
    {
        if (code.IsEmpty)
            return $"The {what} is empty. Write its code.";
        if (!Utf8.IsValid(code))
            return $"The {what} is not UTF-8 text. Save the file as CSV in UTF-8 and load it again.";
        if (code.Length > LongestCode)
            return $"The {what}'s code is longer than {LongestCode} bytes. Check that no quote is missing.";
        return code.IndexOfAnyInRange((byte)0, (byte)0x1F) >= 0 ? $"The {what}'s code holds control characters. Write printable text."
            : null;
    }
}

/// <summary>A store that a load meets.</summary>
internal sealed class StoreKey
{
    public required string Code { get; init; }

    public int Id { get; set; }

    public int RegionId { get; set; }

    /// <summary>Whether a good row names it; others are not created.</summary>
    public bool IsUsed { get; set; }

    /// <summary>The region's today; a later day is planned, not sold.</summary>
    public int Today { get; set; } = -1;

    /// <summary>The region's zone; looked up only where dates have a zone of their own.</summary>
    public TimeZoneInfo? Zone { get; set; }

    /// <summary>First and last day with a quantity in this load.</summary>
    public int FirstSale { get; set; } = int.MaxValue;

    public int LastSale { get; set; } = int.MinValue;

    /// <summary>First and last day that this load changed.</summary>
    public int FirstChange { get; set; } = int.MaxValue;

    public int LastChange { get; set; } = int.MinValue;

    /// <summary>How far the store's sales reach by what this load has changed; null when it changed no quantity.</summary>
    public SalesReach? Reach { get; private set; }

    public void NoteChange(int day)
    {
        FirstChange = Math.Min(FirstChange, day);
        LastChange = Math.Max(LastChange, day);
    }

    /// <summary>Notes a year of quantities of one of its series, some of which this load has changed.</summary>
    public void NoteQuantities(int firstDay, ReadOnlySpan<float> quantities) => (Reach ??= new SalesReach()).Note(firstDay, quantities);
}

/// <summary>An item that a load meets.</summary>
internal sealed class ItemKey
{
    public required string Code { get; init; }

    public int Id { get; set; }

    /// <summary>Whether a good row names it; others are not created.</summary>
    public bool IsUsed { get; set; }
}

/// <summary>A series that a load meets.</summary>
internal sealed class SeriesKey
{
    private DaySteps steps;

    public required int Store { get; init; }

    public required int Item { get; init; }

    public int Id { get; set; }

    /// <summary>Whether it was there before, so that there may be history to merge with.</summary>
    public bool IsStored { get; set; }

    /// <summary>First and last day with anything in this load, and first day with a quantity.</summary>
    public int FirstDay { get; set; } = int.MaxValue;

    public int LastDay { get; set; } = int.MinValue;

    public int FirstSale { get; set; } = int.MaxValue;

    /// <summary>Distances between its days.</summary>
    public ref DaySteps Steps => ref steps;

    /// <summary>Whether a day may have several rows, or a return, so that they are looked at together.</summary>
    public bool MayRepeat { get; set; }

    /// <summary>First stored day with a quantity; looked up only where missing days mean nothing sold.</summary>
    public int FirstStored { get; set; } = int.MaxValue;

    /// <summary>Goes through its rows, day by day, for the distances between its days and for what several rows of a day are.</summary>
    /// <param name="rows">All its rows, sorted by day.</param>
    /// <param name="evidence">Takes the days with several rows.</param>
    public void LookAtDays(ReadOnlySpan<SalesRow> rows, RepeatEvidence evidence)
    {
        Steps = default;
        int before = int.MinValue;
        DayFold.ByDay(rows, day =>
        {
            if (before != int.MinValue)
                Steps.Add(day[0].Day - before);
            before = day[0].Day;
            if (day.Length > 1)
                evidence.Add(day);
        });
    }

    /// <summary>Takes the day of its next row. Days that come in order, forwards or backwards, cannot repeat.</summary>
    public void NoteDay(int day, float quantity)
    {
        MayRepeat |= quantity < 0; // A return is netted with the sales of its day.
        if (day > LastDay)
        {
            if (LastDay != int.MinValue)
                Steps.Add(day - LastDay);
            LastDay = day;
            FirstDay = Math.Min(FirstDay, day);
        }
        else if (day < FirstDay)
        {
            Steps.Add(FirstDay - day);
            FirstDay = day;
        }
        else
        {
            MayRepeat = true;
        }
    }
}
