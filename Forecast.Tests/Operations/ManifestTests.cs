namespace Forecast.Tests.Operations;

public class ManifestTests
{
    private const string Web = "foreact-web";
    private const string Worker = "foreact-worker";

    public static TheoryData<string> Overlays => ["base", "overlays/dev", "overlays/prod", "overlays/gateway-api"];

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task EveryPod_IsHardened(string overlay)
    {
        foreach (var pod in (await Manifests.RenderAsync(overlay)).Where(IsPodOwner).Select(PodOf))
        {
            Assert.Equal("true", pod.At("securityContext", "runAsNonRoot").Text);
            Assert.Equal(1654, pod.At("securityContext", "runAsUser").Number);
            Assert.Equal("RuntimeDefault", pod.At("securityContext", "seccompProfile", "type").Text);
            Assert.Equal("false", pod.At("automountServiceAccountToken").Text);
            foreach (var container in pod.At("containers").Items)
            {
                Assert.Equal("false", container.At("securityContext", "allowPrivilegeEscalation").Text);
                Assert.Equal("true", container.At("securityContext", "readOnlyRootFilesystem").Text);
                Assert.Equal("ALL", Assert.Single(container.At("securityContext", "capabilities", "drop").Items).Text);
                Assert.Contains(container.At("volumeMounts").Items, mount => mount.At("mountPath").Text == "/tmp");
                Assert.DoesNotContain(container.At("volumeMounts").Items, mount => mount.Find("subPath") is not null);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task EveryContainer_StatesWhatItNeeds(string overlay)
    {
        var containers = (await Manifests.RenderAsync(overlay)).Where(IsPodOwner).SelectMany(owner => PodOf(owner).At("containers").Items)
            .ToList();

        Assert.Equal(3, containers.Count);
        foreach (var container in containers)
        {
            Assert.Equal(["cpu", "memory"], container.At("resources", "requests").Map.Keys.Order(StringComparer.Ordinal));
            Assert.Equal(["cpu", "memory"], container.At("resources", "limits").Map.Keys.Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task OneImage_ServesEveryRole(string overlay)
    {
        var manifests = await Manifests.RenderAsync(overlay);

        Assert.Single(manifests.Where(IsPodOwner).SelectMany(owner => PodOf(owner).At("containers").Items).Select(c => c.At("image").Text)
            .Distinct());
        Assert.Equal("web", RoleOf(manifests, Web));
        Assert.Equal("worker", RoleOf(manifests, Worker));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Probes_AskTheRightQuestion(string overlay)
    {
        var manifests = await Manifests.RenderAsync(overlay);
        foreach (var container in new[] { Web, Worker }.Select(name => ContainerOf(manifests, name)))
        {
            Assert.Equal("/health/live", container.At("startupProbe", "httpGet", "path").Text);
            Assert.Equal("/health/live", container.At("livenessProbe", "httpGet", "path").Text);
            Assert.Equal("/health/ready", container.At("readinessProbe", "httpGet", "path").Text);
            Assert.All(
                (string[])["startupProbe", "livenessProbe", "readinessProbe"],
                probe => Assert.Equal("localhost", container.At(probe, "httpGet", "httpHeaders").Items.Single().At("value").Text));
        }
    }

    [Theory]
    [InlineData("overlays/prod")]
    [InlineData("overlays/gateway-api")]
    public async Task Production_AnswersToItsOwnNamesOnly(string overlay)
    {
        var manifests = await Manifests.RenderAsync(overlay);

        Assert.Equal(
            "foreact.example.com;localhost", // What people know it by, and what the probes ask for.
            Assert.Single(manifests, manifest => manifest.Kind == "ConfigMap").At("data").Map["AllowedHosts"]);
    }

    [Theory]
    [InlineData(Web)]
    [InlineData(Worker)]
    public async Task Shutdown_LeavesTimeToFinish(string deployment)
    {
        var manifests = await Manifests.RenderAsync("overlays/prod");
        var settings = Assert.Single(
            manifests, manifest => manifest.Kind == "ConfigMap" && manifest.At("data").Map.ContainsKey("Blobs__ServiceUri"));
        var shutdownTimeout = settings.At("data", "shutdownTimeoutSeconds").Number;

        var grace = PodOf(Named(manifests, "Deployment", deployment)).At("terminationGracePeriodSeconds").Number;
        var sleep = ContainerOf(manifests, deployment).At("lifecycle", "preStop", "sleep", "seconds").Number;

        Assert.InRange(sleep, 10, 15);
        Assert.True(grace >= Math.Max(75, sleep + shutdownTimeout),
            $"{grace} s are too few for {sleep} s of waiting and {shutdownTimeout} s of finishing.");
    }

    [Theory]
    [InlineData(Web)]
    [InlineData(Worker)]
    public async Task RollOut_NeverTakesAReplicaAway(string deployment)
    {
        var manifests = await Manifests.RenderAsync("overlays/prod");
        var spec = Named(manifests, "Deployment", deployment).At("spec");

        Assert.Equal(0, spec.At("strategy", "rollingUpdate", "maxUnavailable").Number);
        Assert.Null(spec.Find("replicas")); // The autoscaler's; a roll-out must not reset it.
        Assert.True(Named(manifests, "HorizontalPodAutoscaler", deployment).At("spec", "minReplicas").Number >= 2);
        Assert.Contains(PodOf(Named(manifests, "Deployment", deployment)).At("topologySpreadConstraints").Items,
            constraint => constraint.At("topologyKey").Text == "topology.kubernetes.io/zone");
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task EverySelector_FindsOnePodTemplate(string overlay)
    {
        var manifests = await Manifests.RenderAsync(overlay);
        var templates = manifests.Where(IsPodOwner).Select(owner => owner.At("spec", "template", "metadata", "labels").Map).ToList();
        var selectors = manifests.Where(m => m.Kind is "PodDisruptionBudget" or "Deployment")
            .Select(m => m.At("spec", "selector", "matchLabels").Map)
            .Concat(manifests.Where(m => m.Kind == "Service").Select(m => m.At("spec", "selector").Map));

        foreach (var selector in selectors)
            Assert.Single(templates, labels =>
                selector.All(wanted => labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value));
    }

    [Theory]
    [InlineData("base")]
    [InlineData("overlays/prod")]
    public async Task Ingress_KeepsABrowserOnItsReplica(string overlay)
    {
        var annotations = Named(await Manifests.RenderAsync(overlay), "Ingress", "foreact").At("metadata", "annotations").Map;

        Assert.Equal("cookie", annotations["nginx.ingress.kubernetes.io/affinity"]);
        Assert.Equal("3600", annotations["nginx.ingress.kubernetes.io/proxy-read-timeout"]);
        Assert.Equal("3600", annotations["nginx.ingress.kubernetes.io/proxy-send-timeout"]);
    }

    [Fact]
    public async Task GatewayApi_KeepsABrowserOnItsReplica_WithoutAnIngress()
    {
        var manifests = await Manifests.RenderAsync("overlays/gateway-api");

        Assert.DoesNotContain(manifests, manifest => manifest.Kind == "Ingress");
        var policy = Named(manifests, "RoutePolicy", "foreact").At("spec");
        Assert.Equal("managed-cookie", policy.At("default", "sessionAffinity", "affinityType").Text);
        var route = Named(manifests, "HTTPRoute", policy.At("targetRef", "name").Text);
        Assert.Equal(Web, Assert.Single(Assert.Single(route.At("spec", "rules").Items).At("backendRefs").Items).At("name").Text);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Network_IsClosedExceptForWhatIsNamed(string overlay)
    {
        var policies = (await Manifests.RenderAsync(overlay)).Where(manifest => manifest.Kind == "NetworkPolicy").ToList();

        var denial = Assert.Single(policies, policy => policy.Find("spec", "ingress") is null && policy.Find("spec", "egress") is null)
            .At("spec");
        Assert.Empty(denial.At("podSelector").Map);
        Assert.Equal(["Ingress", "Egress"], denial.At("policyTypes").Items.Select(type => type.Text));
        var peers = policies.Where(policy => policy.Find("spec", "egress") is not null)
            .SelectMany(policy => policy.At("spec", "egress").Items).ToList();
        Assert.Equal(["4317", "4318", "443", "53", "53", "5432", "6432"],
            peers.SelectMany(peer => peer.At("ports").Items).Select(port => port.At("port").Text).Order(StringComparer.Ordinal));
        // Labels of our own must not narrow the selector of the cluster's name server.
        var names = Assert.Single(peers, peer => peer.At("ports").Items.Any(port => port.At("port").Number == 53));
        Assert.Equal(["k8s-app"], Assert.Single(names.At("to").Items).At("podSelector", "matchLabels").Map.Keys);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Migration_HasAnIdentityOfItsOwn(string overlay)
    {
        var manifests = await Manifests.RenderAsync(overlay);
        var accounts = manifests.Where(manifest => manifest.Kind == "ServiceAccount").Select(manifest => manifest.Name).ToList();

        var migration = PodOf(Named(manifests, "Job", "foreact-migrate"));

        Assert.Equal("foreact-migrate", migration.At("serviceAccountName").Text);
        Assert.Contains("foreact-migrate", accounts);
        Assert.All(new[] { Web, Worker }, name =>
            Assert.Equal("foreact", PodOf(Named(manifests, "Deployment", name)).At("serviceAccountName").Text));
        Assert.Equal("migrate", Assert.Single(Assert.Single(migration.At("containers").Items).At("args").Items).Text);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task EveryPod_SignsInToAzureWithItsWorkloadIdentityOnly(string overlay)
    {
        var manifests = await Manifests.RenderAsync(overlay);

        Assert.All(manifests.Where(IsPodOwner), owner =>
            Assert.Equal("true", owner.At("spec", "template", "metadata", "labels").Map["azure.workload.identity/use"]));
        var settings = Assert.Single(manifests, manifest => manifest.Kind == "ConfigMap");
        Assert.Equal("WorkloadIdentityCredential", settings.At("data").Map["AZURE_TOKEN_CREDENTIALS"]);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Settings_HoldNoSecret_AndEachPodReadsItsOwn(string overlay)
    {
        var manifests = await Manifests.RenderAsync(overlay);
        var settings = manifests.Where(manifest => manifest.Kind == "ConfigMap")
            .ToDictionary(manifest => manifest.Name, manifest => manifest.At("data").Map);

        Assert.DoesNotContain(manifests, manifest => manifest.Kind == "Secret");
        Assert.All(settings.Values.SelectMany(map => map), setting =>
            Assert.DoesNotMatch("(?i)(password|accountkey|sharedaccess)[a-z]*=", setting.Value));
        foreach (var owner in manifests.Where(IsPodOwner))
        {
            var sources = PodOf(owner).At("containers").Items.Single().At("envFrom").Items.ToList();
            Assert.Contains(sources, source => source.Find("configMapRef", "name") is { } name && settings.ContainsKey(name.Text));
            Assert.Contains(
                sources, source => source.Find("secretRef", "name")?.Text == (
                owner.Kind == "Job" ? "foreact-migrate-database" : "foreact-database"));
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Logs_AreOneObjectALine_InUtc(string overlay)
    {
        var settings = Assert.Single(await Manifests.RenderAsync(overlay), manifest => manifest.Kind == "ConfigMap").At("data").Map;

        Assert.Equal("json", settings["Logging__Console__FormatterName"]);
        Assert.Equal("true", settings["Logging__Console__FormatterOptions__UseUtcTimestamp"]);
    }

    private static bool IsPodOwner(Manifest manifest) => manifest.Kind is "Deployment" or "Job";

    private static Manifest PodOf(Manifest owner) => owner.At("spec", "template", "spec");

    private static Manifest Named(IEnumerable<Manifest> manifests, string kind, string name) =>
        Assert.Single(manifests, manifest => manifest.Kind == kind && manifest.Name == name);

    private static Manifest ContainerOf(IEnumerable<Manifest> manifests, string deployment) =>
        Assert.Single(PodOf(Named(manifests, "Deployment", deployment)).At("containers").Items);

    private static string RoleOf(IEnumerable<Manifest> manifests, string deployment) =>
        Assert.Single(ContainerOf(manifests, deployment).At("env").Items, variable => variable.At("name").Text == "Role").At("value").Text;
}
