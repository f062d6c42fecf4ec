using Forecast.Domain.Briefs;
using Forecast.Domain.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Forecast.Domain.Data.Mappings;

internal sealed class BriefsMapping : IEntityTypeConfiguration<BriefPost>
{
    public void Configure(EntityTypeBuilder<BriefPost> builder)
    {
        builder.HasKey(p => new { p.RegionId, p.Day });
        builder.HasOne<Region>().WithMany().HasForeignKey(p => p.RegionId).OnDelete(DeleteBehavior.Cascade);
    }
}
