using System.CommandLine;
using Forecast.Domain.Access;
using Forecast.Domain.Data;
using Forecast.Web.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Commands;

/// <summary>Makes an account for the development sign-in, so that a database without the demo retailer has a way in.</summary>
internal static class AccountCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "Name of the person, as the sign-in shows it." };
    private static readonly Option<string[]> Regions = new("--region")
    {
        Description = "Code of a region that the person plans; may be repeated. Without any, the account is an admin's and sees all.",
        DefaultValueFactory = _ => [],
    };

    public static Command Create()
    {
        var command = new Command("account", "Make an account for the development sign-in: an admin, or with --region a planner.")
        {
            Name, Regions,
        };
        command.SetAction((result, ct) => RunAsync(result.GetRequiredValue(Name).Trim(), result.GetValue(Regions)!, ct));
        return command;
    }

    private static async Task<int> RunAsync(string name, string[] codes, CancellationToken ct)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        SettingsCheck.DemandDatabase(builder.Configuration, builder.Environment);
        builder.Services.AddForeactDatabase(builder.Configuration);
        builder.Services.AddForeactTokens(builder.Configuration);
        using var host = builder.Build();
        await using var db = await host.Services.GetRequiredService<IDbContextFactory<ForeactDb>>().CreateDbContextAsync(ct);
        string subject = $"development:{name}";
        var regions = await db.Regions.ToDictionaryAsync(r => r.Code, r => r.Id, StringComparer.OrdinalIgnoreCase, ct);
        var unknown = codes.Where(code => !regions.ContainsKey(code)).ToList();
        if (name.Length == 0)
            return await RefuseAsync("The name is empty. Write one, such as \"Ada Admin\".");
        if (unknown.Count > 0)
            return await RefuseAsync($"There is no region {string.Join(", ", unknown)}. "
                + (regions.Count == 0 ? "There are none yet." : $"There are {string.Join(", ", regions.Keys)}."));
        if (await db.Users.AnyAsync(u => u.Subject == subject, ct))
            return await RefuseAsync($"There is an account of {name} already.");

        var user = new User { Subject = subject, Name = name, Role = codes.Length == 0 ? Role.Admin : Role.Planner };
        db.Users.Add(user);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.SaveChangesAsync(ct);
        db.RegionGrants.AddRange(
            codes.Select(code => regions[code]).Distinct().Select(region => new RegionGrant { UserId = user.Id, RegionId = region }));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        Console.WriteLine($"{name} may sign in, as {(codes.Length == 0 ? "an admin" : $"a planner of {string.Join(", ", codes)}")}.");
        return 0;
    }

    private static async Task<int> RefuseAsync(string message)
    {
        await Console.Error.WriteLineAsync(message);
        return CommandEnd.Failed;
    }
}
