using Forecast.Domain.Loads;
using Forecast.Domain.Reading;

namespace Forecast.Tests.Domain.Loads;

public class SourceChoicesTests
{
    [Fact]
    public void WhatIsLeftAsItIs_IsNotAmongThem() => Assert.Equal("", SourceChoices.Of(Request(new())).Text);

    [Fact]
    public void Text_IsWhatTheCommandLineTakes_AndIsReadBack()
    {
        var reading = new ReadingOptions { Dates = DateOrder.DayFirst, Repeats = RepeatedRows.Sum, Sheet = "Sales 'May' --x" }
            .WithColumns("quantity=\"Menge, Stück\",date=Tag")!;
        var choices = SourceChoices.Of(Request(reading) with { MissingDays = MissingDays.NothingSold });

        Assert.Equal(
            "--dates day-first --repeats sum --missing nothing-sold --columns 'quantity=\"Menge, Stück\", date=Tag' "
            + @"--sheet 'Sales '\''May'\'' --x'",
            choices.Text);
        Assert.Equal(choices.Said, SourceChoices.FromJson(choices.ToJson()).Said);
    }

    private static ImportRequest Request(ReadingOptions reading) => new() { FileName = "a.csv", RequestedBy = "test", Reading = reading };
}
