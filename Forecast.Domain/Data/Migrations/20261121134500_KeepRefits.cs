using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Forecast.Domain.Data.Migrations
{
    /// <inheritdoc />
    public partial class KeepRefits : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "refit_artifact",
                columns: table => new
                {
                    version_id = table.Column<long>(type: "bigint", nullable: false),
                    shard = table.Column<int>(type: "integer", nullable: false),
                    model_version_id = table.Column<long>(type: "bigint", nullable: false),
                    store_ids = table.Column<int[]>(type: "integer[]", nullable: false),
                    blob_name = table.Column<string>(type: "text", nullable: false),
                    length = table.Column<long>(type: "bigint", nullable: false),
                    sha256 = table.Column<string>(type: "text", nullable: false),
                    data_digest = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_refit_artifact", x => new { x.version_id, x.shard });
                    table.ForeignKey(
                        name: "fk_refit_artifact_forecast_version_version_id",
                        column: x => x.version_id,
                        principalTable: "forecast_version",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "refit_artifact");
        }
    }
}
