using System.Collections.Frozen;

namespace Forecast.Domain.Reading;

/// <summary>
/// What the exports of this world call our columns, in several languages, as letters and digits without case and accents. By tiers: a code
/// is a better store than a bare word, and a bare word a better one than a name.
/// </summary>
internal static class ColumnSynonyms
{
    private static readonly string[] Stores =
    [
        "store", "shop", "location", "outlet", "branch", "site", "filiale", "filial", "markt", "laden", "geschaft", "werk", "tienda",
        "sucursal", "local", "loja", "negozio", "puntovendita", "puntodeventa", "pontodevenda", "magasin", "pointdevente", "winkel",
        "filiaal", "vestiging", "butik", "butikk", "sklep", "sklepu", "placowka", "outletstore",
    ];

    private static readonly string[] Items =
    [
        "item", "sku", "product", "article", "artikel", "material", "produkt", "produktu", "articulo", "producto", "articolo", "prodotto",
        "produit", "produto", "artigo", "vare", "vara", "towar", "towaru", "artykul", "artykulu", "variant", "lineitem",
    ];

    private static readonly string[] CodeEndings =
        ["id", "code", "nr", "no", "nbr", "number", "nummer", "num", "key", "kode", "kod"];

    private static readonly string[] CodeBeginnings =
    [
        "codigo", "codigode", "codigodel", "codigodela", "codigodo", "codigoda", "cod", "code", "codedu", "codede", "codice", "num",
        "numero", "numerode", "numerodu", "numerodel", "nde", "nr", "no", "id", "kod", "numer",
    ];

    private static readonly string[] SaleBeginnings =
    [
        "", "sale", "sales", "order", "transaction", "business", "posting", "invoice", "receipt", "trading", "verkaufs", "beleg",
        "buchungs", "kalender", "kal", "umsatz", "verkoop", "forsaljnings", "salgs", "bon", "ticket", "calendar", "document",
    ];

    private static readonly string[] OfSale =
        ["venta", "deventa", "dela", "vendita", "divendita", "vente", "devente", "venda", "devenda", "davenda", "sprzedazy", "ticket",
            "operacion", "delticket", "transaction", "commande", "pedido", "depedido"];

    private static readonly string[] Counted =
    [
        "quantity", "qty", "units", "pieces", "menge", "stuck", "stuckzahl", "anzahl", "stk", "cantidad", "unidades", "quantita", "pezzi",
        "quantite", "qte", "quantidade", "aantal", "antal", "ilosc", "einheiten", "items",
    ];

    private static readonly string[] SoldWords =
    [
        "sold", "sales", "ordered", "sale", "net", "lineitem", "verkaufte", "verkauft", "verkaufs", "absatz", "vendida", "vendidas",
        "vendido", "vendidos", "venduta", "vendute", "venduti", "vendue", "vendues", "vendus", "verkocht", "verkochte", "salda", "solgt",
        "sprzedana", "sprzedanych", "sztuk", "shipped",
    ];

    private static readonly string[] Prices =
        ["price", "preis", "precio", "prezzo", "prix", "preco", "prijs", "pris", "cena", "vk", "vkpreis"];

    /// <summary>Words for a meaning, the best tier first; none for a meaning without synonyms.</summary>
    public static IReadOnlyList<FrozenSet<string>> Of(string meaning) => Tiers.TryGetValue(meaning, out var tiers) ? tiers : [];

    private static readonly FrozenDictionary<string, FrozenSet<string>[]> Tiers = new Dictionary<string, FrozenSet<string>[]>(
        StringComparer.Ordinal)
    {
        ["date"] =
        [
            Words(
                Pairs(SaleBeginnings, ["date", "day", "datum", "tag", "dag", "dato"]),
                Pairs(["fecha", "dia", "data", "giorno", "jour", "date", "dzien"], ["", .. OfSale]),
                ["ds", "fechaventa"]),
            Words([
                "datetime", "timestamp", "createdat", "createdon", "ordertime", "completed", "completedat", "closedat", "soldat",
                "dateandtime", "datumuhrzeit", "datumzeit", "created"]),
        ],
        ["store"] =
        [
            Words(Pairs(Stores, CodeEndings), Pairs(CodeBeginnings, Stores)),
            Words(Stores),
            Words(Pairs(Stores, ["name"]), ["warehouse", "lager", "pos", "kasse", "register", "pointofsale", "customer", "kunde"]),
        ],
        ["item"] =
        [
            Words(
                Pairs(Items, CodeEndings), Pairs(CodeBeginnings, Items), Pairs(["product", "item", "variant", "lineitem"], ["sku"]),
                ["sku", "plu", "artnr", "materialnr", "referencia", "reference", "referentie", "internalreference", "ref"]),
            Words(Items, ["codigo", "upc", "ean", "gtin", "barcode"]),
            Words(Pairs(Items, ["name", "title", "description", "bezeichnung"]), ["menuitem", "bezeichnung"]),
        ],
        ["quantity"] =
        [
            Words(
                Counted, Pairs(Counted, SoldWords), Pairs(SoldWords, Counted),
                ["unitsalesquantity", "soldquantity", "sold", "absatz", "absatzmenge", "demand", "unitsales"]),
            Words(["sales", "sale", "sprzedaz", "ventas", "vendite", "ventes", "vendas", "verkaufe", "verkauf"]),
        ],
        ["price"] =
        [
            Words(
                Prices, Pairs(["unit", "sales", "selling", "retail", "lineitem", "verkaufs", "einzel", "stuck", "item"], Prices),
                Pairs(Prices, ["unitario", "unitaire", "perunit", "deventa", "devente", "divendita", "jednostkowa", "each"])),
        ],
        ["promotion"] =
        [
            Words([
                "promo", "onpromotion", "onpromo", "ispromo", "ispromotion", "promoflag", "aktion", "werbung", "promocion", "oferta",
                "promozione", "offerta", "promocao", "actie", "kampanj", "promocja"]),
        ],
        ["open"] = [Words(["isopen", "storeopen", "geoffnet", "offen", "abierto", "aperto", "ouvert", "aberto"])],
        ["stocked_out"] = [Words(["stockout", "outofstock", "oos", "soldout", "ausverkauft", "agotado", "esaurito", "rupture"])],
        ["name"] =
        [
            Words(Pairs(Stores, ["name"]), Pairs(Items, ["name", "title", "description", "bezeichnung"]), ["bezeichnung", "description"]),
        ],
        ["category"] = [Words(["kategorie", "warengruppe", "categoria", "categorie", "productcategory", "productgroup"])],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static FrozenSet<string> Words(params IEnumerable<string>[] words) =>
        words.SelectMany(w => w).ToFrozenSet(StringComparer.Ordinal);

    private static IEnumerable<string> Pairs(IEnumerable<string> first, string[] second) =>
        first.SelectMany(a => second.Select(b => a + b));
}
