namespace Forecast.Training.Boosting;

/// <summary>The best way found to divide a leaf.</summary>
internal struct Split
{
    /// <summary>Loss reduction; not above zero if there is no split.</summary>
    internal double Gain;

    internal int Feature;

    /// <summary>Last bin that goes left; −1 for a split by categories.</summary>
    internal int Threshold;

    internal bool MissingLeft;

    /// <summary>Everything that goes left.</summary>
    internal BinSet Left;

    /// <summary>Packed sum of gradients and hessians that go left.</summary>
    internal long LeftSum;

    /// <summary>Ties go to the lower feature, so that the order in which features are looked at does not matter.</summary>
    internal readonly bool BetterThan(Split other) => Gain > other.Gain || (Gain == other.Gain && Gain > 0 && Feature < other.Feature);
}
