using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Forecast.Domain.Access;

namespace Forecast.Tests.Support;

/// <summary>Somebody with cookies who talks to the product over HTTP; redirects are answers, not followed.</summary>
internal sealed class Visitor : IDisposable
{
    private readonly CookieContainer cookies = new();
    private readonly HttpClient http;

    public Visitor(Uri address)
    {
        http = new HttpClient(new HttpClientHandler { CookieContainer = cookies, AllowAutoRedirect = false }) { BaseAddress = address };
    }

    /// <summary>The same cookies at another replica; a browser behind a load balancer does not know the difference.</summary>
    public Visitor At(Uri other)
    {
        var there = new Visitor(other);
        foreach (Cookie cookie in cookies.GetCookies(http.BaseAddress!))
            there.cookies.Add(other, new Cookie(cookie.Name, cookie.Value));
        return there;
    }

    /// <summary>Shows a token from now on, as programs do.</summary>
    public void Show(string token) => http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);

    public async Task<HttpResponseMessage> GetAsync(string path) =>
        await http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    /// <summary>A request of one's own making, with the cookies.</summary>
    public HttpRequestMessage Request(HttpMethod method, string path) => new(method, new Uri(http.BaseAddress!, path));

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) =>
        http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

    public async Task<string> ReadAsync(string path)
    {
        using var answer = await GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Chooses an account on the development sign-in.</summary>
    public async Task<HttpResponseMessage> SignInAsync(User user, string returnUrl = "/")
    {
        var page = await ReadAsync("/signin");
        return await PostAsync("/signin", page, ("userId", user.Id.ToString(CultureInfo.InvariantCulture)), ("returnUrl", returnUrl));
    }

    /// <summary>Sends a form of a page, with the token the page holds.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, string page, params (string Name, string Value)[] fields)
    {
        var token = Regex.Match(
            page, "name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        var form = fields.Select(f => KeyValuePair.Create(f.Name, f.Value))
            .Append(KeyValuePair.Create("__RequestVerificationToken", token.Groups["token"].Value));
        return await http.PostAsync(
            new Uri(path, UriKind.Relative), new FormUrlEncodedContent(form), TestContext.Current.CancellationToken);
    }

    public void Dispose() => http.Dispose();
}
