using Forecast.Domain.Accuracy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Forecast.Domain.Data.Mappings;

/// <summary>
/// What was published outlives what it was made of, and a trigger keeps it as it is: no foreign key may want to change or remove it.
/// </summary>
internal sealed class AccuracyMapping :
    IEntityTypeConfiguration<PublishedForecast>, IEntityTypeConfiguration<AccuracyDay>, IEntityTypeConfiguration<AccuracyScore>
{
    public void Configure(EntityTypeBuilder<PublishedForecast> builder)
    {
        builder.HasKey(p => new { p.StoreId, p.Day, p.Ahead, p.VersionId });
        builder.HasIndex(p => new { p.RegionId, p.Day });
    }

    public void Configure(EntityTypeBuilder<AccuracyDay> builder) => builder.HasKey(d => new { d.RegionId, d.Day });

    public void Configure(EntityTypeBuilder<AccuracyScore> builder)
    {
        builder.Property(s => s.Level).HasConversion<string>();
        builder.Property(s => s.Grain).HasConversion<string>();
        builder.HasIndex(s => new { s.RegionId, s.Level, s.Grain, s.Ahead, s.Day });
    }
}
