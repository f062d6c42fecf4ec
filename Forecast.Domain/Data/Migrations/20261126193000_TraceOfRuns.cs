using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Forecast.Domain.Data.Migrations
{
    /// <inheritdoc />
    public partial class TraceOfRuns : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.AddColumn<string>(name: "trace_parent", table: "run", type: "text", nullable: true);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            migrationBuilder.DropColumn(name: "trace_parent", table: "run");
    }
}
