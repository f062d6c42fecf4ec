using Forecast.Domain.Access;
using Forecast.Domain.Catalog;
using Forecast.Domain.Worklists;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Forecast.Domain.Data.Mappings;

/// <summary>Stores, items and runs are no foreign keys: a line outlives them, and a hundred thousand are written at once.</summary>
internal sealed class WorklistsMapping : IEntityTypeConfiguration<WorklistEntry>, IEntityTypeConfiguration<RegionWorklist>
{
    private const string There = "gone_at IS NULL";

    public void Configure(EntityTypeBuilder<WorklistEntry> builder)
    {
        builder.Property(e => e.Kind).HasConversion<string>();
        builder.Property(e => e.Level).HasConversion<string>();
        builder.Property(e => e.Severity).HasConversion<string>();
        builder.Property(e => e.Status).HasConversion<string>();
        builder.Property(e => e.Verdict).HasConversion<string>();
        builder.HasIndex(e => new { e.RegionId, e.Kind, e.Subject, e.Cause }).IsUnique().HasFilter(There);
        builder.HasIndex(e => new { e.RegionId, e.Rank }).IsDescending(false, true).HasFilter(There);
        // What the counts are made from, without a look at the rows.
        builder.HasIndex(e => new { e.RegionId, e.Status, e.Kind, e.SnoozedUntil }).HasFilter(There);
        builder.HasIndex(e => new { e.RegionId, e.LastDay });
        builder.HasOne<Region>().WithMany().HasForeignKey(e => e.RegionId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<User>().WithMany().HasForeignKey(e => e.AssignedTo).OnDelete(DeleteBehavior.SetNull);
    }

    public void Configure(EntityTypeBuilder<RegionWorklist> builder)
    {
        builder.HasKey(w => w.RegionId);
        builder.Property(w => w.RegionId).ValueGeneratedNever();
        builder.HasOne<Region>().WithMany().HasForeignKey(w => w.RegionId).OnDelete(DeleteBehavior.Cascade);
    }
}
