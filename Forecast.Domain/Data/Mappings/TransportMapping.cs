using Forecast.Domain.Catalog;
using Forecast.Domain.Forecasts;
using Forecast.Domain.Transport;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Forecast.Domain.Data.Mappings;

internal sealed class TransportMapping :
    IEntityTypeConfiguration<DeliveryRoute>, IEntityTypeConfiguration<StoreLoad>, IEntityTypeConfiguration<TransportDay>,
    IEntityTypeConfiguration<RegionTransport>
{
    public void Configure(EntityTypeBuilder<DeliveryRoute> builder)
    {
        builder.HasIndex(r => r.Code).IsUnique();
        builder.HasOne<Region>().WithMany().HasForeignKey(r => r.RegionId).OnDelete(DeleteBehavior.Restrict);
        builder.ToTable("delivery_route", t => t.HasCheckConstraint(
            "ck_delivery_route_capacity", "pallets > 0 AND cubic_metres > 0 AND kg > 0"));
    }

    public void Configure(EntityTypeBuilder<StoreLoad> builder)
    {
        builder.HasKey(l => new { l.VersionId, l.StoreId });
        builder.HasOne<ForecastVersion>().WithMany().HasForeignKey(l => l.VersionId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Store>().WithMany().HasForeignKey(l => l.StoreId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<TransportDay> builder)
    {
        builder.HasIndex(d => new { d.RegionId, d.Day });
        builder.HasIndex(d => new { d.StoreId, d.Day }).IsUnique();
        builder.HasOne<Region>().WithMany().HasForeignKey(d => d.RegionId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<DeliveryRoute>().WithMany().HasForeignKey(d => d.RouteId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Store>().WithMany().HasForeignKey(d => d.StoreId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<RegionTransport> builder)
    {
        builder.HasKey(t => t.RegionId);
        builder.Property(t => t.RegionId).ValueGeneratedNever();
        builder.HasOne<Region>().WithOne().HasForeignKey<RegionTransport>(t => t.RegionId).OnDelete(DeleteBehavior.Cascade);
    }
}
