using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Forecast.Domain.Data.Migrations
{
    /// <inheritdoc />
    public partial class AuditOnlyGrows : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Whoever owns the table can take this away; the role of the product does not.
            migrationBuilder.Sql(
                """
                CREATE FUNCTION audit_entry_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION 'What was written into audit_entry is neither changed nor removed.' USING ERRCODE = 'insufficient_privilege';
                END $$;
                CREATE TRIGGER audit_entry_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
                    FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_only_grows();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TRIGGER audit_entry_only_grows ON audit_entry; DROP FUNCTION audit_entry_only_grows();");
        }
    }
}
