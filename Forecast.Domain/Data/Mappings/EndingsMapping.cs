using Forecast.Domain.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Forecast.Domain.Data.Mappings;

internal sealed class EndingsMapping : IEntityTypeConfiguration<StoreEnding>
{
    public void Configure(EntityTypeBuilder<StoreEnding> builder)
    {
        builder.HasKey(e => e.StoreId);
        builder.Property(e => e.StoreId).ValueGeneratedNever();
        builder.Property(e => e.Kind).HasConversion<string>();
        builder.HasOne<Store>().WithOne().HasForeignKey<StoreEnding>(e => e.StoreId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Store>().WithMany().HasForeignKey(e => e.SuccessorId).OnDelete(DeleteBehavior.Restrict);
    }
}
