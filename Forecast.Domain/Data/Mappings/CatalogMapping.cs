using Forecast.Domain.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Forecast.Domain.Data.Mappings;

internal sealed class CatalogMapping :
    IEntityTypeConfiguration<Region>, IEntityTypeConfiguration<Store>, IEntityTypeConfiguration<Item>, IEntityTypeConfiguration<Series>
{
    public void Configure(EntityTypeBuilder<Region> builder)
    {
        builder.HasIndex(r => r.Code).IsUnique();
        builder.Ignore(r => r.Zone);
    }

    public void Configure(EntityTypeBuilder<Store> builder)
    {
        builder.HasIndex(s => s.Code).IsUnique();
        builder.HasOne<Region>().WithMany().HasForeignKey(s => s.RegionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<DeliveryRoute>().WithMany().HasForeignKey(s => s.RouteId).OnDelete(DeleteBehavior.SetNull);
    }

    public void Configure(EntityTypeBuilder<Item> builder)
    {
        builder.HasIndex(i => i.Code).IsUnique();
        builder.Ignore(i => i.UnitsPerPallet);
    }

    public void Configure(EntityTypeBuilder<Series> builder)
    {
        builder.HasIndex(s => new { s.StoreId, s.ItemId }).IsUnique();
        builder.HasOne<Store>().WithMany().HasForeignKey(s => s.StoreId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Item>().WithMany().HasForeignKey(s => s.ItemId).OnDelete(DeleteBehavior.Restrict);
    }
}
