using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.RegularExpressions;
using Forecast.Tests.Support;
using Npgsql;

namespace Forecast.Tests.Web.Features.Sales;

/// <summary>Uploads over HTTP to the running product, as the page and programs send them.</summary>
public partial class SalesUploadTests(SalesUploadTests.Installed product) : IClassFixture<SalesUploadTests.Installed>
{
    private const string Good = "date,store,item,quantity\n2024-05-01,T1,A,3\n2024-05-02,T1,A,=4\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AdminsFile_IsLoaded_AndItsRejectedRowsCanBeDownloaded()
    {
        using var admin = await SignInAsync("demo:admin");
        using var answer = await UploadAsync(admin, "?kind=sales&unknown=create&region=NORTH", Encoding.UTF8.GetBytes(Good));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var load = (await answer.Content.ReadFromJsonAsync<Answer>(Stop))!;
        Assert.Equal("1 1 Ada Admin", await product.ScalarAsync(
            $"SELECT concat_ws(' ', rows_accepted, rows_rejected, requested_by) FROM load WHERE id = {load.LoadId}"));
        Assert.Equal(
            "\uFEFFline,column,reason,row\r\n3,quantity,The quantity is not a number. Write units as 12.,\"2024-05-02,T1,A,=4\"\r\n",
            await ReadAsync(admin, $"{load.Address}/rejected.csv"));
        Assert.Contains("The quantity is not a number", await ReadAsync(admin, load.Address!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileThatCannotBeTaken_IsAnsweredWithTheReason()
    {
        using var admin = await SignInAsync("demo:admin");
        using var answer = await UploadAsync(admin, "?kind=items", "name\nMilk\n"u8.ToArray());

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(
            "The header lacks \"item\"", (await answer.Content.ReadFromJsonAsync<Answer>(Stop))!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileBeyondTheUsualRequestLimit_IsTaken() // Kestrel's own limit is 30 MB.
    {
        var text = new StringBuilder("date,store,item,quantity,note\n");
        string note = new('x', 1_000);
        for (int i = 0; i < 40_000; i++)
            text.Append(CultureInfo.InvariantCulture, $"2024-05-01,BIG,I{i},3,{note}\n");
        using var admin = await SignInAsync("demo:admin");
        using var answer = await UploadAsync(admin, "?unknown=create&region=WEST", Encoding.UTF8.GetBytes(text.ToString()));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var load = (await answer.Content.ReadFromJsonAsync<Answer>(Stop))!;
        Assert.Equal("40000", await product.ScalarAsync($"SELECT rows_accepted::text FROM load WHERE id = {load.LoadId}"));
    }

    [Theory]
    [InlineData("?kind=recipes", "option")]
    [InlineData("?unknown=create&timeZone=Mars/Olympus", "no time zone \"Mars/Olympus\"")]
    public async Task WrongOption_IsRefused(string query, string words)
    {
        using var admin = await SignInAsync("demo:admin");
        using var answer = await UploadAsync(admin, query, Encoding.UTF8.GetBytes(Good));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(words, (await answer.Content.ReadFromJsonAsync<Answer>(Stop))!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UploadWithoutTheFormsToken_IsRefused()
    {
        using var admin = await SignInAsync("demo:admin");
        admin.DefaultRequestHeaders.Remove("RequestVerificationToken");
        using var answer = await UploadAsync(admin, "", Encoding.UTF8.GetBytes(Good));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task UploadWithoutAFile_IsRefused()
    {
        using var admin = await SignInAsync("demo:admin");
        using var form = new MultipartFormDataContent { { new StringContent("x"), "other" } };
        using var answer = await admin.PostAsync(new Uri("/data/upload", UriKind.Relative), form, Stop);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("holds no file", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileOfWhichNothingCanBeTaken_IsAnsweredWithReasons()
    {
        using var admin = await SignInAsync("demo:admin");
        using var answer = await UploadAsync(
            admin, "?unknown=create&region=NORTH", "date,store,item,quantity\n2024-02-30,S,I,1\n"u8.ToArray());

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(
            "Line 2: There is no such day", (await answer.Content.ReadFromJsonAsync<Answer>(Stop))!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_SaysHowTheFileIsUnderstood_AndStoresNothing()
    {
        using var admin = await SignInAsync("demo:admin");
        var before = await product.ScalarAsync("SELECT count(*)::text FROM load");
        using var answer = await UploadAsync(
            admin, "?unknown=create&region=NORTH", "Datum;Filiale;Artikel;Menge\n13.05.2024;NEW;A;3\n"u8.ToArray(), "/data/preview");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        string body = await answer.Content.ReadAsStringAsync(Stop);
        Assert.Contains("\"meaning\":\"quantity\"", body, StringComparison.Ordinal);
        Assert.Contains("\"day\":\"2024-05-13\"", body, StringComparison.Ordinal);
        Assert.Contains("\"new\":1", body, StringComparison.Ordinal);
        Assert.Equal(before, await product.ScalarAsync("SELECT count(*)::text FROM load"));
        Assert.Equal("0", await product.ScalarAsync("SELECT count(*)::text FROM store WHERE code = 'NEW'"));
    }

    [Fact]
    public async Task WhatWasSaidOfASource_IsOfferedForItsNextFile()
    {
        const string file = "When,Shop no,Ware,\"Pieces, net\"\n01/02/2024,T1,A,3\n02/02/2024,T1,A,4\n";
        string said = "?unknown=create&region=NORTH&dates=day-first&columns="
            + Uri.EscapeDataString("date=When, store=Shop no, item=Ware, quantity=\"Pieces, net\"");
        using var admin = await SignInAsync("demo:admin");
        using var refused = await UploadAsync(admin, "?unknown=create&region=NORTH", Encoding.UTF8.GetBytes(file), "/data/preview");
        using var loaded = await UploadAsync(admin, said, Encoding.UTF8.GetBytes(file));
        using var offered = await UploadAsync(admin, "?unknown=create&region=NORTH", Encoding.UTF8.GetBytes(file), "/data/preview");
        using var same = await UploadAsync(admin, said, Encoding.UTF8.GetBytes(file), "/data/preview");
        using var elsewhere = await UploadAsync(admin, "?unknown=create&region=WEST", Encoding.UTF8.GetBytes(file), "/data/preview");

        Assert.Equal(HttpStatusCode.OK, loaded.StatusCode);
        var first = (await refused.Content.ReadFromJsonAsync<Preview>(Stop))!;
        Assert.Contains("The header lacks", first.Message, StringComparison.Ordinal);
        Assert.Null(first.Remembered);
        Assert.Equal(["When", "Shop no", "Ware", "Pieces, net"], first.Columns.Select(c => c.Header));
        var remembered = (await offered.Content.ReadFromJsonAsync<Preview>(Stop))!.Remembered!;
        Assert.Equal(("upload.csv", "day-first", "date=When, store=Shop no, item=Ware, quantity=\"Pieces, net\""),
            (remembered.FileName, remembered.Said["dates"], remembered.Said["columns"]));
        Assert.Null((await same.Content.ReadFromJsonAsync<Preview>(Stop))!.Remembered);
        Assert.Null((await elsewhere.Content.ReadFromJsonAsync<Preview>(Stop))!.Remembered);
    }

    [Fact]
    public async Task PlannersPreview_IsRefused()
    {
        using var planner = await SignInAsync("demo:planner");
        using var answer = await UploadAsync(planner, "", Encoding.UTF8.GetBytes(Good), "/data/preview");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\ndate,store")] // The end is missing.
    [InlineData("--b\r\nContent-Disposition")]
    [InlineData("no form at all")]
    [InlineData("--b\r\nno colon here\r\n\r\nx\r\n--b--\r\n")]
    public async Task MalformedForm_IsAnsweredWithASentence(string body)
    {
        using var admin = await SignInAsync("demo:admin");
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
        using var answer = await admin.PostAsync(new Uri("/data/upload", UriKind.Relative), content, Stop);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("upload", (await answer.Content.ReadFromJsonAsync<Answer>(Stop))!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SlowSender_KeepsNobodyWaiting()
    {
        using var admin = await SignInAsync("demo:admin");
        using var gate = new SemaphoreSlim(0);
        using var slow = new SlowContent(gate);
        var first = admin.PostAsync(new Uri("/data/upload?unknown=create&region=NORTH", UriKind.Relative), slow, Stop);
        await slow.Begun;
        using var answer = await UploadAsync(admin, "?unknown=create&region=NORTH", Encoding.UTF8.GetBytes(Good));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        gate.Release();
        using var late = await first;
        Assert.Equal(HttpStatusCode.OK, late.StatusCode);
    }

    [Fact]
    public async Task NameThatTurnsTheLineRound_IsShownEscaped()
    {
        using var admin = await SignInAsync("demo:admin");
        using var part = new ByteArrayContent(Encoding.UTF8.GetBytes(Good));
        using var form = new MultipartFormDataContent { { part, "file", "sales\u202Evsc.exe" } };
        using var answer = await admin.PostAsync(new Uri("/data/upload?unknown=create&region=NORTH", UriKind.Relative), form, Stop);
        var load = (await answer.Content.ReadFromJsonAsync<Answer>(Stop))!;

        Assert.Equal(@"sales\u202Evsc.exe", await product.ScalarAsync($"SELECT file_name FROM load WHERE id = {load.LoadId}"));
    }

    [Theory]
    [InlineData("/data")]
    [InlineData("/data/loads/1")]
    [InlineData("/data/loads/1/rejected.csv")]
    public async Task Planner_SeesNothingOfIt(string address)
    {
        using var planner = await SignInAsync("demo:planner");
        using var answer = await planner.GetAsync(new Uri(address, UriKind.Relative), Stop);

        Assert.Equal((HttpStatusCode.Redirect, "/denied"), (answer.StatusCode, answer.Headers.Location?.AbsolutePath));
    }

    [Fact]
    public async Task PlannersUpload_IsRefused()
    {
        using var planner = await SignInAsync("demo:planner");
        var before = await product.ScalarAsync("SELECT count(*)::text FROM load");
        using var answer = await UploadAsync(planner, "", Encoding.UTF8.GetBytes(Good));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(before, await product.ScalarAsync("SELECT count(*)::text FROM load"));
    }

    [Fact]
    public async Task UnknownLoad_IsNotFound()
    {
        using var admin = await SignInAsync("demo:admin");
        using var answer = await admin.GetAsync(new Uri("/data/loads/999999/rejected.csv", UriKind.Relative), Stop);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static async Task<HttpResponseMessage> UploadAsync(
        HttpClient client, string query, byte[] file, string address = "/data/upload")
    {
        using var part = new ByteArrayContent(file);
        part.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using var form = new MultipartFormDataContent { { part, "file", "upload.csv" } };
        return await client.PostAsync(new Uri(address + query, UriKind.Relative), form, Stop);
    }

    private static async Task<string> ReadAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(Stop));
    }

    /// <summary>A client that is signed in and holds the token of that user's forms.</summary>
    private async Task<HttpClient> SignInAsync(string subject)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = product.Address };
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["userId"] = (await product.ScalarAsync($"SELECT id::text FROM app_user WHERE subject = '{subject}'"))!,
            ["__RequestVerificationToken"] = TokenOf(await ReadAsync(client, "/signin")),
        };
        using var content = new FormUrlEncodedContent(form);
        using var answer = await client.PostAsync(new Uri("/signin", UriKind.Relative), content, Stop);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        client.DefaultRequestHeaders.Add("RequestVerificationToken", TokenOf(await ReadAsync(client, "/"))); // Every page can sign out.
        return client;
    }

    private static string TokenOf(string page) => Token().Match(page).Groups["token"].Value;

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();

    /// <summary>A form whose file waits in the middle.</summary>
    private sealed class SlowContent : HttpContent
    {
        private readonly SemaphoreSlim gate;
        private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public SlowContent(SemaphoreSlim gate)
        {
            this.gate = gate;
            Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
        }

        public Task Begun => begun.Task;

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(
                "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"slow.csv\"\r\n\r\ndate,store,item,quantity\n"u8.ToArray(),
                Stop);
            await stream.FlushAsync(Stop);
            begun.SetResult();
            await gate.WaitAsync(Stop);
            await stream.WriteAsync("2024-05-01,T1,SLOW,3\n\r\n--b--\r\n"u8.ToArray(), Stop);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    private sealed record Answer(long? LoadId, string Message, string? Address);

    private sealed record Preview(string Message, IReadOnlyList<Column> Columns, Remembered? Remembered);

    private sealed record Column(string Header);

    private sealed record Remembered(string FileName, Dictionary<string, string> Said);

    /// <summary>The product with a small demo retailer.</summary>
    public sealed class Installed(EmbeddedServers servers) : Installation(servers)
    {
        private NpgsqlDataSource? source;

        public Uri Address { get; private set; } = null!;

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            await RunAsync("demo", "--stores", "3", "--items", "2", "--days", "30");
            source = NpgsqlDataSource.Create(ConnectionString);
            Address = (await StartAsync("web")).Address;
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            if (source is not null)
                await source.DisposeAsync();
        }

        internal async Task<string?> ScalarAsync(string sql)
        {
            await using var command = source!.CreateCommand(sql);
            return (string?)await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
        }
    }
}
