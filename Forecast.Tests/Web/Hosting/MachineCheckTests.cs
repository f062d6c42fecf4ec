using Forecast.Web.Commands;
using Forecast.Web.Hosting;

namespace Forecast.Tests.Web.Hosting;

public class MachineCheckTests
{
    [Fact]
    public void ThisMachine_Serves() => MachineCheck.Demand();

    [Theory]
    [InlineData(false, true, "This machine knows no time zones. Install tzdata")]
    [InlineData(true, false, "This machine knows no cultures. Install ICU")]
    public void ImageThatIsTooSmall_IsToldInASentence(bool timeZones, bool cultures, string expected)
    {
        var failure = Assert.Throws<PlatformNotSupportedException>(() => MachineCheck.Demand(timeZones, cultures));

        Assert.StartsWith(expected, CommandFailure.Explain(failure), StringComparison.Ordinal);
    }
}
