using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Forecast.Domain.Data;

/// <summary>Lets the migration tool build the model without a server or a host.</summary>
internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<ForeactDb>
{
    public ForeactDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<ForeactDb>().UseNpgsql("Host=design-time-only").Options);
}
