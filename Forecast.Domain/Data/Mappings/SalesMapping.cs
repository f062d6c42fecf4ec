using Forecast.Domain.Catalog;
using Forecast.Domain.Loads;
using Forecast.Domain.Runs;
using Forecast.Domain.Sales;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Forecast.Domain.Data.Mappings;

internal sealed class SalesMapping :
    IEntityTypeConfiguration<SeriesYear>, IEntityTypeConfiguration<StoreYear>, IEntityTypeConfiguration<Load>,
    IEntityTypeConfiguration<RejectedRow>, IEntityTypeConfiguration<RejectedReason>, IEntityTypeConfiguration<SalesChange>,
    IEntityTypeConfiguration<SalesRemark>, IEntityTypeConfiguration<StoreSales>, IEntityTypeConfiguration<KnownSource>
{
    public void Configure(EntityTypeBuilder<SeriesYear> builder)
    {
        builder.HasKey(h => new { h.SeriesId, h.Year });
        builder.HasOne<Series>().WithMany().HasForeignKey(h => h.SeriesId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<StoreYear> builder)
    {
        builder.HasKey(h => new { h.StoreId, h.Year });
        builder.HasOne<Store>().WithMany().HasForeignKey(h => h.StoreId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Load> builder)
    {
        builder.Property(l => l.Kind).HasConversion<string>();
        builder.Property(l => l.Status).HasConversion<string>();
        builder.Property(l => l.MissingDays).HasConversion<string>();
        builder.Property(l => l.UnknownKeys).HasConversion<string>();
        builder.HasOne<Region>().WithMany().HasForeignKey(l => l.RegionId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<RejectedRow> builder)
    {
        builder.HasKey(r => new { r.LoadId, r.Line, r.ColumnName });
        builder.HasOne<Load>().WithMany().HasForeignKey(r => r.LoadId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<RejectedReason> builder)
    {
        builder.HasKey(r => new { r.LoadId, r.ColumnName, r.Reason });
        builder.HasOne<Load>().WithMany().HasForeignKey(r => r.LoadId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<SalesChange> builder)
    {
        builder.HasKey(c => new { c.StoreId, c.LoadId });
        builder.HasOne<Load>().WithMany().HasForeignKey(c => c.LoadId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Store>().WithMany().HasForeignKey(c => c.StoreId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<KnownSource> builder) => builder.HasKey(s => new { s.RegionCode, s.HeaderDigest });

    public void Configure(EntityTypeBuilder<SalesRemark> builder)
    {
        builder.HasKey(r => new { r.SeriesId, r.Day });
        builder.Property(r => r.Kind).HasConversion<string>();
        builder.Property(r => r.CreatedAt).HasDefaultValueSql("now()");
        builder.HasOne<Series>().WithMany().HasForeignKey(r => r.SeriesId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Run>().WithMany().HasForeignKey(r => r.RunId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<StoreSales> builder)
    {
        builder.HasKey(s => s.StoreId);
        builder.Property(s => s.StoreId).ValueGeneratedNever();
        builder.HasOne<Store>().WithOne().HasForeignKey<StoreSales>(s => s.StoreId).OnDelete(DeleteBehavior.Cascade);
    }
}
