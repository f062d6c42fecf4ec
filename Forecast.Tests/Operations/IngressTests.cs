namespace Forecast.Tests.Operations;

/// <summary>The ways in: whichever is chosen, a browser comes back to its replica, and WebSockets stay open.</summary>
public class IngressTests
{
    [Fact]
    public async Task ApplicationGateway_KeepsABrowserOnItsReplica()
    {
        var ingress = await TheAsync("overlays/prod", "Ingress");
        var annotations = ingress.At("metadata", "annotations").Map;

        Assert.Equal("azure-application-gateway", ingress.At("spec", "ingressClassName").Text);
        Assert.Equal("true", annotations["appgw.ingress.kubernetes.io/cookie-based-affinity"]);
        Assert.Equal("3600", annotations["appgw.ingress.kubernetes.io/request-timeout"]);
        Assert.Equal("/health/ready", annotations["appgw.ingress.kubernetes.io/health-probe-path"]);
        Assert.Equal("localhost", annotations["appgw.ingress.kubernetes.io/health-probe-hostname"]); // AllowedHosts lists it.
        Assert.All(annotations.Keys.Where(key => !key.StartsWith("argocd.", StringComparison.Ordinal)), key =>
            Assert.StartsWith("appgw.ingress.kubernetes.io/", key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nginx_KeepsABrowserOnItsReplica()
    {
        var ingress = await TheAsync(Manifests.Nginx, "Ingress");
        var annotations = ingress.At("metadata", "annotations").Map;

        Assert.Equal("nginx", ingress.At("spec", "ingressClassName").Text);
        Assert.Equal("cookie", annotations["nginx.ingress.kubernetes.io/affinity"]);
        Assert.Equal("3600", annotations["nginx.ingress.kubernetes.io/proxy-read-timeout"]);
        Assert.Equal("3600", annotations["nginx.ingress.kubernetes.io/proxy-send-timeout"]);
    }

    [Fact]
    public async Task GatewayApi_KeepsABrowserOnItsReplica_WithoutAnIngress()
    {
        var manifests = await Manifests.RenderAsync(Manifests.Gateway);

        Assert.DoesNotContain(manifests, manifest => manifest.Kind == "Ingress");
        var policy = Assert.Single(manifests, manifest => manifest.Kind == "RoutePolicy").At("spec");
        Assert.Equal("managed-cookie", policy.At("default", "sessionAffinity", "affinityType").Text);
        Assert.Equal("3600s", policy.At("default", "timeouts", "routeTimeout").Text);
        Assert.Contains(manifests, m => m.Kind == "HTTPRoute" && m.Name == policy.At("targetRef", "name").Text);
    }

    [Fact] // The binary by weights: each share of new sessions goes to pods of its own.
    public async Task Canary_TakesAShare_AndHasPodsOfItsOwn()
    {
        var manifests = await Manifests.RenderAsync(Manifests.Gateway);
        var route = Assert.Single(manifests, m => m.Kind == "HTTPRoute" && m.Name == "foreact");

        var shares = Assert.Single(route.At("spec", "rules").Items).At("backendRefs").Items.ToDictionary(
            b => b.At("name").Text, b => b.At("weight").Number, StringComparer.Ordinal);

        Assert.Equal(100, shares.Values.Sum());
        Assert.Equal(["foreact-web", "foreact-web-canary"], shares.Keys.Order(StringComparer.Ordinal));
        foreach (var name in shares.Keys)
        {
            var selected = Assert.Single(manifests, m => m.Kind == "Service" && m.Name == name).At("spec", "selector").Map;
            var deployment = Assert.Single(manifests, m => m.Kind == "Deployment"
                && selected.All(wanted => m.Template.At("metadata", "labels").Map[wanted.Key] == wanted.Value));
            Assert.Equal(name, deployment.Name);
        }
    }

    [Theory]
    [InlineData("overlays/prod", "foreact-from-gateway")]
    [InlineData(Manifests.Gateway, "foreact-from-gateway")]
    [InlineData(Manifests.Nginx, "foreact-from-nginx")]
    public async Task OnlyTheChosenWayIn_IsOpenToPages(string place, string policy)
    {
        var open = (await Manifests.RenderAsync(place)).Where(m => m.Kind == "NetworkPolicy" && m.Find("spec", "ingress") is { } ingress
            && ingress.Items.Any(rule => rule.At("ports").Items.Any(port => port.At("port").Text == "8080")));

        Assert.Equal(policy, Assert.Single(open).Name);
    }

    private static async Task<Manifest> TheAsync(string place, string kind) =>
        Assert.Single(await Manifests.RenderAsync(place), manifest => manifest.Kind == kind);
}
