using Forecast.Training.Boosting.Global;

namespace Forecast.Tests.Training.Boosting.Global;

public class GlobalModelTests
{
    private static readonly Forecast.Training.Panels.Panel Panel = GlobalPanels.Demand();
    private static readonly GlobalModel Model = GlobalPanels.Fit(Panel, Panel.Days - 1);

    private static byte[] Bytes(GlobalModel model)
    {
        using var stream = new MemoryStream();
        model.Write(stream);
        return stream.ToArray();
    }

    [Fact]
    public void KnownPattern_IsLearned()
    {
        var forecast = GlobalPanels.Predict(Model, Panel, Panel.Days - 1);

        double residuals = 0, demand = 0;
        for (int i = 0; i < forecast.Length; i++)
        {
            int s = i / GlobalPanels.Horizon, t = Panel.Days + (i % GlobalPanels.Horizon);
            double expected = GlobalPanels.Expected(
                s, Panel.FirstDay.AddDays(t).DayOfWeek, Panel.Promotion![(s * (Panel.Days + Panel.Horizon)) + t] > 0);
            residuals += Math.Abs(expected - forecast[i]);
            demand += expected;
        }

        Assert.InRange(residuals / demand, 0, 0.08); // without promotions alone it would be some 0.15
    }

    [Fact]
    public void ClosedDay_IsZero()
    {
        var forecast = GlobalPanels.Predict(Model, Panel, Panel.Days - 1);

        for (int k = 0; k < GlobalPanels.Horizon; k++)
        {
            bool sunday = Panel.FirstDay.AddDays(Panel.Days + k).DayOfWeek == DayOfWeek.Sunday;
            Assert.Equal(sunday, forecast[k] == 0);
        }
    }

    [Fact]
    public void DemandAfterTheOrigin_ChangesNothing()
    {
        int origin = Panel.Days - 40;
        var other = (float[])Panel.Quantity.Clone();
        for (int i = 0; i < other.Length; i++)
        {
            if (i % Panel.Days > origin)
                other[i] = i % 3 == 0 ? float.NaN : 1000 + i;
        }

        var changed = GlobalPanels.With(Panel, other);

        var (here, there) = (GlobalPanels.Fit(Panel, origin), GlobalPanels.Fit(changed, origin));
        Assert.Equal(Bytes(here), Bytes(there));
        Assert.Equal(GlobalPanels.Predict(here, Panel, origin), GlobalPanels.Predict(there, changed, origin));
    }

    [Fact]
    public void DemandUpToTheOrigin_ChangesTheForecast()
    {
        var other = (float[])Panel.Quantity.Clone();
        for (int s = 0; s < Panel.Series.Count; s++)
            other[(s * Panel.Days) + Panel.Days - 2] += 50;

        Assert.NotEqual(
            GlobalPanels.Predict(Model, Panel, Panel.Days - 1),
            GlobalPanels.Predict(Model, GlobalPanels.With(Panel, other), Panel.Days - 1));
    }

    [Fact]
    public void AnyNumberOfThreads_GivesTheSameModelAndForecast()
    {
        var one = GlobalPanels.Fit(Panel, Panel.Days - 1, threads: 1);
        var three = GlobalPanels.Fit(Panel, Panel.Days - 1, threads: 3);

        Assert.Equal(Bytes(one), Bytes(three));
        Assert.Equal(GlobalPanels.Predict(one, Panel, Panel.Days - 1), GlobalPanels.Predict(three, Panel, Panel.Days - 1, threads: 2));
    }

    [Fact]
    public void ManyOriginsAtOnce_ArePredictedAsAlone()
    {
        int[] origins = [Panel.Days - 1, Panel.Days - 50, 30];

        var together = Model.Predict(Panel, origins, 7, firstSale: null, threads: 2, TestContext.Current.CancellationToken);

        Assert.Equal(origins.Select(o => GlobalPanels.Predict(Model, Panel, o, 7)), together);
    }

    [Fact]
    public void RoundTrip_PredictsTheSame()
    {
        var read = GlobalModel.Read(new MemoryStream(Bytes(Model)));

        Assert.Equal(GlobalPanels.Predict(Model, Panel, Panel.Days - 1), GlobalPanels.Predict(read, Panel, Panel.Days - 1));
        Assert.Equal(Panel.FirstDay.AddDays(Panel.Days - 1), read.LastTrainingDay);
    }

    [Fact]
    public void Damage_IsNoticed()
    {
        byte[] stored = Bytes(Model);
        for (int at = 0; at < stored.Length; at += 1 + (at / 4))
        {
            var damaged = (byte[])stored.Clone();
            damaged[at] ^= 0x40;
            Assert.Throws<InvalidDataException>(() => GlobalModel.Read(new MemoryStream(damaged)));
        }
    }

    [Fact]
    public void Reasons_AddUpToTheForecast()
    {
        var forecast = GlobalPanels.Predict(Model, Panel, Panel.Days - 1);

        foreach (int s in new[] { 0, 7, 23 })
        {
            var reasons = Model.Explainer(Panel, Panel.Days - 1, GlobalPanels.Horizon).Of([s], GlobalPanels.Horizon)[0];
            for (int k = 0; k < GlobalPanels.Horizon; k++)
            {
                float mean = forecast[(s * GlobalPanels.Horizon) + k];
                Assert.Equal(mean, reasons[k].Sum(), 1e-4 * (1 + mean));
            }
        }
    }

    [Fact]
    public void DaysWithoutAPromotion_OweNothingToPromotions()
    {
        int width = Panel.Days + Panel.Horizon;
        for (int s = 0; s < Panel.Series.Count; s++)
        {
            var reasons = Model.Explainer(Panel, Panel.Days - 1, GlobalPanels.Horizon).Of([s], GlobalPanels.Horizon)[0];
            for (int k = 0; k < GlobalPanels.Horizon; k++)
            {
                int day = (s * width) + Panel.Days + k;
                bool near = Panel.Promotion![day - 1] > 0 || Panel.Promotion[day] > 0
                    || (k + 1 < GlobalPanels.Horizon && Panel.Promotion[day + 1] > 0);
                if (!near)
                    Assert.Equal(0, reasons[k][(int)DemandDriver.Promotion], 9);
                Assert.Equal(0, reasons[k][(int)DemandDriver.Holiday], 9); // Christmas is months away.
            }
        }
    }

    [Fact]
    public void Promotion_IsTheReasonOfAPromotedDay()
    {
        int width = Panel.Days + Panel.Horizon;
        var promoted = Enumerable.Range(0, Panel.Series.Count * Panel.Horizon)
            .Select(i => (Series: i / Panel.Horizon, Step: 1 + (i % Panel.Horizon)))
            .First(p => Panel.Promotion![(p.Series * width) + Panel.Days - 1 + p.Step] > 0
                && Panel.Open![(p.Series * width) + Panel.Days - 1 + p.Step] > 0);

        var reasons = Model.Explainer(Panel, Panel.Days - 1, GlobalPanels.Horizon)
            .Of([promoted.Series], GlobalPanels.Horizon)[0][promoted.Step - 1];

        double uplift = reasons[(int)DemandDriver.Promotion] + reasons[(int)DemandDriver.Price]; // the price falls with it
        Assert.InRange(uplift / reasons.Sum(), 0.3, 0.6); // promotions double demand
    }

    [Fact]
    public void PromotionsNotKnownAhead_AreNotLearnedFrom()
    {
        int width = Panel.Days + Panel.Horizon;
        var blind = (float[])Panel.Promotion!.Clone();
        for (int s = 0; s < Panel.Series.Count; s++)
            blind.AsSpan((s * width) + Panel.Days, Panel.Horizon).Fill(float.NaN);
        var panel = new Forecast.Training.Panels.Panel
        {
            FirstDay = Panel.FirstDay,
            Days = Panel.Days,
            Horizon = Panel.Horizon,
            Series = Panel.Series,
            Quantity = Panel.Quantity,
            Promotion = blind,
        };

        var columns = GlobalPanels.Fit(panel, panel.Days - 1).Columns;

        Assert.DoesNotContain(columns, c => GlobalFeatures.All[c].Driver == DemandDriver.Promotion);
    }

    [Theory]
    [InlineData(-1, 7)]
    [InlineData(500, 7)]
    [InlineData(499, 0)]
    [InlineData(499, 15)]
    public void OriginOrHorizonOutside_IsAClearError(int origin, int horizon) =>
        Assert.ThrowsAny<ArgumentException>(() => GlobalPanels.Predict(Model, Panel, origin, horizon));
}
