using Forecast.Domain.Catalog;
using Forecast.Domain.Forecasts;
using Forecast.Domain.Runs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Forecast.Domain.Data.Mappings;

internal sealed class ForecastsMapping :
    IEntityTypeConfiguration<ForecastVersion>, IEntityTypeConfiguration<CurrentForecast>,
    IEntityTypeConfiguration<SeriesForecast>, IEntityTypeConfiguration<StoreOutlook>
{
    public void Configure(EntityTypeBuilder<ForecastVersion> builder)
    {
        builder.HasIndex(v => v.RunId).IsUnique();
        builder.HasIndex(v => new { v.RegionId, v.PublishedAt });
        builder.HasOne<Region>().WithMany().HasForeignKey(v => v.RegionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Run>().WithMany().HasForeignKey(v => v.RunId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<CurrentForecast> builder)
    {
        builder.HasKey(c => c.StoreId);
        builder.Property(c => c.StoreId).ValueGeneratedNever();
        builder.HasIndex(c => c.RegionId);
        builder.HasOne<Store>().WithMany().HasForeignKey(c => c.StoreId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<ForecastVersion>().WithMany().HasForeignKey(c => c.VersionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<ForecastVersion>().WithMany().HasForeignKey(c => c.PreviousVersionId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<SeriesForecast> builder)
    {
        // The first migration creates this table by hand, partitioned by range of day, with this key.
        builder.HasKey(f => new { f.Partition, f.VersionId, f.SeriesId });
    }

    public void Configure(EntityTypeBuilder<StoreOutlook> builder)
    {
        builder.HasKey(o => new { o.VersionId, o.StoreId });
        builder.HasOne<ForecastVersion>().WithMany().HasForeignKey(o => o.VersionId).OnDelete(DeleteBehavior.Cascade);
    }
}
