using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Forecast.Domain.Data.Migrations
{
    /// <inheritdoc />
    public partial class KnownSources : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "known_source",
                columns: table => new
                {
                    region_code = table.Column<string>(type: "text", nullable: false),
                    header_digest = table.Column<string>(type: "text", nullable: false),
                    choices = table.Column<string>(type: "text", nullable: false),
                    file_name = table.Column<string>(type: "text", nullable: false),
                    loaded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_known_source", x => new { x.region_code, x.header_digest });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "known_source");
        }
    }
}
