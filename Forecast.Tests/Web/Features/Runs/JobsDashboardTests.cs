using System.Net;
using Forecast.Tests.Support;
using Forecast.Tests.Web.Access;

namespace Forecast.Tests.Web.Features.Runs;

/// <summary>The dashboard of jobs shows what it likes of every region, so only admins get in.</summary>
public class JobsDashboardTests(SignInTests.Seeded product) : IClassFixture<SignInTests.Seeded>
{
    [Theory]
    [InlineData("/jobs")]
    [InlineData("/jobs/jobs/enqueued")]
    [InlineData("/jobs/recurring")]
    [InlineData("/jobs/servers")]
    public async Task Admins_AndNobodyElse_SeeTheJobs(string path)
    {
        using Visitor nobody = new(product.First.Address), petra = new(product.First.Address), ada = new(product.First.Address);
        using var refused = await nobody.GetAsync(path);
        Assert.Equal(HttpStatusCode.Redirect, refused.StatusCode);
        await petra.SignInAsync(product.Seed.Petra);
        using var denied = await petra.GetAsync(path);
        Assert.NotEqual(HttpStatusCode.OK, denied.StatusCode);
        await ada.SignInAsync(product.Seed.Ada);

        var page = await ada.ReadAsync(path);

        Assert.Contains("Foreact jobs", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/runs\"", page, StringComparison.Ordinal); // The way back.
        Assert.DoesNotContain("Password", page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Runs_LinkTheJobs_ForAdmins()
    {
        using Visitor petra = new(product.First.Address), ada = new(product.First.Address);
        await petra.SignInAsync(product.Seed.Petra);
        await ada.SignInAsync(product.Seed.Ada);

        Assert.DoesNotContain("href=\"/jobs", await petra.ReadAsync("/runs"), StringComparison.Ordinal);
        Assert.Contains("href=\"/jobs", await ada.ReadAsync("/runs"), StringComparison.Ordinal);
    }
}
