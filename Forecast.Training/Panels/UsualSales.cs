namespace Forecast.Training.Panels;

/// <summary>What was sold; a value that stands alone (<see cref="LoneSpikes"/>) counts with what is usual.</summary>
internal static class UsualSales
{
    /// <summary>Series × days; the panel's own array where no value stands alone.</summary>
    public static float[] Of(Panel panel)
    {
        var spikes = Spikes(panel);
        if (spikes.Count == 0)
            return panel.Quantity;
        var usual = (float[])panel.Quantity.Clone();
        foreach (var (at, value) in spikes)
            usual[at] = value;
        return usual;
    }

    private static List<(int At, float Usual)> Spikes(Panel panel)
    {
        var all = new List<(int At, float Usual)>();
        Parallel.For(0, panel.Series.Count, () => (Search: new LoneSpikes(panel), Found: new List<(int At, float Usual)>()),
            (s, _, worker) =>
            {
                worker.Search.Find(s, worker.Found);
                return worker;
            }, worker =>
            {
                lock (all)
                    all.AddRange(worker.Found);
            });
        return all;
    }
}
