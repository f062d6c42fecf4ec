using System.Globalization;
using System.Text;

namespace Forecast.Domain.Reading;

/// <summary>The names under which the exports of this world call the columns that are known here, in several languages.</summary>
internal static class ColumnNames
{
    private static readonly Dictionary<string, string[]> Synonyms = new(StringComparer.Ordinal)
    {
        ["date"] =
        [
            "day", "datum", "tag", "fecha", "dia", "data", "giorno", "jour", "dato", "datetime", "timestamp", "saledate", "salesdate",
            "orderdate", "transactiondate", "businessdate", "calendarday", "belegdatum", "verkaufsdatum", "verkaufstag", "buchungsdatum",
            "kalendertag", "fechaventa", "fechadeventa", "datavendita", "datadivendita", "datevente", "datedevente", "ds",
        ],
        ["store"] =
        [
            "shop", "storeid", "storecode", "storenumber", "storeno", "storenbr", "location", "outlet", "branch", "site", "filiale",
            "filialnummer", "filialnr", "markt", "laden", "geschaft", "werk", "tienda", "sucursal", "local", "loja", "negozio",
            "puntovendita", "magasin", "winkel", "filiaal", "butik", "butikk", "sklep",
        ],
        ["item"] =
        [
            "sku", "itemid", "itemcode", "itemnumber", "itemno", "itemnbr", "product", "productid", "productcode", "article", "articleno",
            "material", "materialnumber", "upc", "ean", "gtin", "plu", "artikel", "artikelnummer", "artikelnr", "artnr", "produkt",
            "materialnummer", "articulo", "producto", "codigo", "articolo", "prodotto", "codicearticolo", "produit", "codearticle",
            "produto", "artigo", "vare", "varenummer",
        ],
        ["quantity"] =
        [
            "qty", "units", "unitssold", "unitsales", "unitsalesquantity", "quantitysold", "qtysold", "soldquantity", "salesquantity",
            "salesqty", "salesunits", "sales", "sold", "menge", "verkaufsmenge", "absatz", "absatzmenge", "stuck", "stuckzahl", "anzahl",
            "cantidad", "unidades", "unidadesvendidas", "quantita", "pezzi", "quantite", "qte", "quantidade", "aantal", "antal", "ilosc",
        ],
        ["price"] =
        [
            "unitprice", "salesprice", "sellingprice", "retailprice", "preis", "verkaufspreis", "vk", "vkpreis", "einzelpreis", "precio",
            "preciounitario", "prezzo", "prix", "preco", "prijs", "pris", "cena",
        ],
        ["promotion"] =
        [
            "promo", "onpromotion", "onpromo", "ispromo", "ispromotion", "promoflag", "aktion", "werbung", "promocion", "oferta",
            "promozione", "offerta", "promocao", "actie", "kampanj",
        ],
        ["open"] = ["isopen", "storeopen", "geoffnet", "offen", "abierto", "aperto", "ouvert", "aberto"],
        ["stocked_out"] = ["stockout", "outofstock", "oos", "soldout", "ausverkauft", "agotado", "esaurito", "rupture"],
    };

    /// <summary>A header without outer blanks of any kind.</summary>
    public static string Trim(string header) => Encoding.UTF8.GetString(Blanks.Trim(Encoding.UTF8.GetBytes(header)));

    /// <summary>
    /// Place of each name in the header, -1 where it is not found: as the user has chosen, by the very name, or by a synonym. Throws when
    /// a name could be several columns.
    /// </summary>
    public static int[] Find(List<string> header, IReadOnlyList<string> names, IReadOnlyDictionary<string, string>? chosen)
    {
        var keys = header.ConvertAll(Key);
        var taken = new HashSet<int>();
        var places = new int[names.Count];
        for (int i = 0; i < places.Length; i++)
            places[i] = chosen?.TryGetValue(names[i], out var given) == true ? Chosen(header, names[i], given, taken) : -1;
        for (int i = 0; i < places.Length; i++)
        {
            if (places[i] < 0)
                places[i] = Only(header, names[i], keys, [Key(names[i])], taken);
        }

        for (int i = 0; i < places.Length; i++)
        {
            if (places[i] < 0 && Synonyms.TryGetValue(names[i], out var others))
                places[i] = Only(header, names[i], keys, others, taken);
        }

        return places;
    }

    private static int Chosen(List<string> header, string name, string given, HashSet<int> taken)
    {
        int place = header.FindIndex(h => string.Equals(h, given, StringComparison.OrdinalIgnoreCase));
        if (place < 0)
            throw new FileRefusedException(
                $"The header has no \"{given}\", which was chosen as {name}. It has {string.Join(", ", header)}.");
        if (!taken.Add(place))
            throw new FileRefusedException($"The column \"{given}\" was chosen twice. Choose one meaning for it.");
        return place;
    }

    private static int Only(List<string> header, string name, List<string> keys, string[] wanted, HashSet<int> taken)
    {
        var found = Enumerable.Range(0, keys.Count).Where(place => !taken.Contains(place) && wanted.Contains(keys[place])).ToList();
        if (found.Count == 0)
            return -1;
        if (found.Count > 1)
        {
            string which = string.Join(", ", found.Select(place => $"\"{header[place]}\""));
            throw new FileRefusedException(found.Select(place => keys[place]).Distinct(StringComparer.Ordinal).Count() == 1
                ? $"The header has \"{name}\" more than once ({which}). Keep one column of each name."
                : $"Several columns could be the {name}: {which}. Say which: --columns {name}=NAME.");
        }

        taken.Add(found[0]);
        return found[0];
    }

    /// <summary>The letters and digits of a name, without case and accents.</summary>
    private static string Key(string name)
    {
        var key = new StringBuilder(name.Length);
        foreach (char c in name.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && char.IsLetterOrDigit(c))
                key.Append(char.ToLowerInvariant(c));
        }

        return key.ToString();
    }
}
