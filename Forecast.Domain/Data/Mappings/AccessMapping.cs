using Forecast.Domain.Access;
using Forecast.Domain.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Forecast.Domain.Data.Mappings;

internal sealed class AccessMapping :
    IEntityTypeConfiguration<User>, IEntityTypeConfiguration<RegionGrant>, IEntityTypeConfiguration<AuditEntry>,
    IEntityTypeConfiguration<EndedSession>, IEntityTypeConfiguration<PersonalToken>, IEntityTypeConfiguration<IdempotencyKey>
{
    public void Configure(EntityTypeBuilder<User> builder)
    {
        builder.ToTable("app_user");
        builder.HasIndex(u => u.Subject).IsUnique();
        builder.Property(u => u.Role).HasConversion<string>();
        builder.Property(u => u.Kind).HasConversion<string>().HasDefaultValue(AccountKind.Person); // The release before writes none.
    }

    public void Configure(EntityTypeBuilder<RegionGrant> builder)
    {
        builder.HasKey(g => new { g.UserId, g.RegionId });
        builder.Property(g => g.ByGroup).HasDefaultValue(false); // The release before this one writes none.
        builder.HasOne<User>().WithMany().HasForeignKey(g => g.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Region>().WithMany().HasForeignKey(g => g.RegionId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<AuditEntry> builder) => builder.HasIndex(a => a.At);

    public void Configure(EntityTypeBuilder<PersonalToken> builder)
    {
        builder.HasIndex(t => t.Hash).IsUnique();
        builder.HasIndex(t => t.UserId);
        builder.HasOne<User>().WithMany().HasForeignKey(t => t.UserId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<IdempotencyKey> builder)
    {
        builder.HasKey(k => new { k.UserId, k.Key });
        builder.HasIndex(k => k.At);
        builder.HasOne<User>().WithMany().HasForeignKey(k => k.UserId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<EndedSession> builder)
    {
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.HasIndex(s => s.EndedAt);
    }
}
