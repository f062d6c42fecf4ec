using Forecast.Tests.Support;
using Forecast.Training.Boosting.Global;
using Forecast.Web.Features.SingleSeries.Figures;

namespace Forecast.Tests.Web.Features.SingleSeries;

public class DriverColumnsTests
{
    [Fact]
    public void WhatAdds_StandsAboveZero_WhatTakes_Below()
    {
        var view = Explanations.View(Explanations.OfOneItem());
        int friday = view.Days.ToList().FindIndex(d => d.Day == Explanations.Friday);

        var columns = DriverColumns.Of(view);

        var bars = columns.Days[friday].ToDictionary(b => b.Driver);
        Assert.Equal((0, 100), (bars[DemandDriver.Base].From, bars[DemandDriver.Base].To));
        Assert.Equal(100, bars[DemandDriver.Season].From);
        Assert.Equal((0, -30), (bars[DemandDriver.Holiday].From, bars[DemandDriver.Holiday].To));
        Assert.Equal(view.Days[friday].Mean, columns.Days[friday].Sum(b => b.Units), precision: 9);
        Assert.Equal(-30, columns.Bottom);
        Assert.Equal((0, 1), (columns.Share(columns.Bottom), columns.Share(columns.Top)));
    }
}
