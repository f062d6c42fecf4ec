using System.Xml.Linq;
using Forecast.Domain.Access;
using Forecast.Domain.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Access;

/// <summary>Keeps the data-protection keys in the database, so that any replica reads the cookies of any other.</summary>
internal sealed class SharedKeyRepository(IDbContextFactory<ForeactDb> contexts) : IXmlRepository
{
    /// <summary>
    /// Replicas that start together on an empty table would each make a key and not know the other's for a while; the
    /// migration step comes before them all.
    /// </summary>
    public static void ProvisionFirstKey(IServiceProvider services) =>
        services.GetRequiredService<IDataProtectionProvider>().CreateProtector(nameof(ProvisionFirstKey)).Protect([]);

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = contexts.CreateDbContext();
        return [.. db.SharedKeys.AsNoTracking().OrderBy(k => k.Id).Select(k => k.Xml).AsEnumerable().Select(XElement.Parse)];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var db = contexts.CreateDbContext();
        db.SharedKeys.Add(new SharedKey { Name = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) });
        db.SaveChanges();
    }
}
