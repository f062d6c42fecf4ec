using System.Text.Json;
using System.Text.Json.Serialization;
using Forecast.Domain.Catalog;
using Forecast.Domain.Forecasts;
using Forecast.Domain.Registry;
using Forecast.Domain.Runs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Forecast.Domain.Data.Mappings;

internal sealed class RunsMapping :
    IEntityTypeConfiguration<Run>, IEntityTypeConfiguration<RunShard>, IEntityTypeConfiguration<WorkerSeen>,
    IEntityTypeConfiguration<ModelVersion>,
    IEntityTypeConfiguration<ModelArtifact>, IEntityTypeConfiguration<RefitArtifact>, IEntityTypeConfiguration<ModelAlias>,
    IEntityTypeConfiguration<AliasMove>, IEntityTypeConfiguration<SecondOpinion>
{
    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public void Configure(EntityTypeBuilder<Run> builder)
    {
        builder.Property(r => r.Kind).HasConversion<string>();
        builder.Property(r => r.Status).HasConversion<string>();
        builder.Property(r => r.Detail).HasDefaultValue(""); // Runs are inserted by SQL that names what it knows.
        builder.Ignore(r => r.HasEnded);
        builder.HasIndex(r => new { r.RegionId, r.RequestedAt });
        // One unfinished run per scope: whoever asks for the same again joins it.
        builder.HasIndex(r => r.ScopeKey).IsUnique().HasFilter("status IN ('Queued', 'Running', 'Publishing')");
        builder.HasOne<Region>().WithMany().HasForeignKey(r => r.RegionId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<RunShard> builder)
    {
        builder.HasKey(s => new { s.RunId, s.Number });
        builder.Ignore(s => s.Learns);
        builder.Property(s => s.Status).HasConversion<string>();
        builder.HasOne<Run>().WithMany().HasForeignKey(s => s.RunId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<WorkerSeen> builder) => builder.HasKey(w => w.Queue);

    public void Configure(EntityTypeBuilder<ModelVersion> builder)
    {
        builder.HasIndex(v => v.RunId).IsUnique();
        builder.HasIndex(v => new { v.RegionId, v.CreatedAt });
        builder.HasOne<Region>().WithMany().HasForeignKey(v => v.RegionId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<ModelArtifact> builder)
    {
        builder.HasKey(a => new { a.ModelVersionId, a.Shard });
        builder.HasOne<ModelVersion>().WithMany().HasForeignKey(a => a.ModelVersionId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<RefitArtifact> builder)
    {
        builder.HasKey(a => new { a.VersionId, a.Shard });
        builder.HasOne<ForecastVersion>().WithMany().HasForeignKey(a => a.VersionId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<ModelAlias> builder)
    {
        builder.HasKey(a => new { a.RegionId, a.Alias });
        builder.HasOne<ModelVersion>().WithMany().HasForeignKey(a => a.ModelVersionId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<AliasMove> builder)
    {
        builder.HasIndex(m => new { m.RegionId, m.At });
    }

    public void Configure(EntityTypeBuilder<SecondOpinion> builder)
    {
        builder.HasKey(o => o.ModelVersionId);
        builder.Property(o => o.ModelVersionId).ValueGeneratedNever();
        builder.Ignore(o => o.Overall).Ignore(o => o.IsWorthAWord);
        // Read and written as a whole, never searched.
        builder.Property(o => o.Scores).HasColumnType("jsonb").HasConversion(
            scores => JsonSerializer.Serialize(scores, Json),
            text => JsonSerializer.Deserialize<OpinionScore[]>(text, Json)!,
            new ValueComparer<IReadOnlyList<OpinionScore>>((a, b) => a!.SequenceEqual(b!), scores => scores.Count, scores => scores));
        builder.HasOne<ModelVersion>().WithOne().HasForeignKey<SecondOpinion>(o => o.ModelVersionId).OnDelete(DeleteBehavior.Cascade);
    }
}
