namespace Forecast.Training.Panels;

/// <summary>What quantiles need to know of a series.</summary>
/// <param name="Whole">Only whole quantities were sold.</param>
/// <param name="Mean">Mean of what is usual on the known days; 0 without any.</param>
/// <param name="KnownDays">Days with a known quantity.</param>
internal sealed record SeriesFacts(bool[] Whole, float[] Mean, int[] KnownDays)
{
    public static SeriesFacts Of(Panel panel)
    {
        var facts = new SeriesFacts(new bool[panel.Series.Count], new float[panel.Series.Count], new int[panel.Series.Count]);
        for (int s = 0; s < facts.Mean.Length; s++)
        {
            double sum = 0;
            int known = 0;
            bool whole = true;
            var usual = panel.Sold.AsSpan(s * panel.Days, panel.Days);
            for (int t = 0; t < usual.Length; t++)
            {
                float y = panel.Quantity[s * panel.Days + t];
                if (!float.IsFinite(y))
                    continue;
                whole &= y == MathF.Floor(y);
                known++;
                sum += usual[t] > 0 ? usual[t] : 0;
            }

            facts.KnownDays[s] = known;
            facts.Whole[s] = whole;
            facts.Mean[s] = known == 0 ? 0 : (float)(sum / known);
        }

        return facts;
    }
}
