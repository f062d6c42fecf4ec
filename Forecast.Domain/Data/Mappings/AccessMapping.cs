using Forecast.Domain.Access;
using Forecast.Domain.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Forecast.Domain.Data.Mappings;

internal sealed class AccessMapping :
    IEntityTypeConfiguration<User>, IEntityTypeConfiguration<RegionGrant>, IEntityTypeConfiguration<AuditEntry>,
    IEntityTypeConfiguration<EndedSession>
{
    public void Configure(EntityTypeBuilder<User> builder)
    {
        builder.ToTable("app_user");
        builder.HasIndex(u => u.Subject).IsUnique();
        builder.Property(u => u.Role).HasConversion<string>();
    }

    public void Configure(EntityTypeBuilder<RegionGrant> builder)
    {
        builder.HasKey(g => new { g.UserId, g.RegionId });
        builder.Property(g => g.ByGroup).HasDefaultValue(false); // The release before this one writes none.
        builder.HasOne<User>().WithMany().HasForeignKey(g => g.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Region>().WithMany().HasForeignKey(g => g.RegionId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<AuditEntry> builder) => builder.HasIndex(a => a.At);

    public void Configure(EntityTypeBuilder<EndedSession> builder)
    {
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.HasIndex(s => s.EndedAt);
    }
}
