using System.Globalization;
using Forecast.Training.Runs;
using Npgsql;

namespace Forecast.Tests.Operations;

public class ManifestTests
{
    private const string Web = "foreact-web";
    private const string Refresh = "foreact-refresh";
    private const string Fit = "foreact-fit";

    public static TheoryData<string> Overlays => ["base", .. Manifests.Places];

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task EveryPod_IsHardened(string overlay)
    {
        foreach (var pod in (await Manifests.RenderAsync(overlay)).Where(owner => owner.MakesPods).Select(PodOf))
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
        var containers = (await Manifests.RenderAsync(overlay)).Where(owner => owner.MakesPods)
            .SelectMany(owner => PodOf(owner).At("containers").Items).ToList();

        Assert.NotEmpty(containers);
        foreach (var container in containers)
        {
            string[] all = ["cpu", "ephemeral-storage", "memory"];
            Assert.Equal(all, container.At("resources", "requests").Map.Keys.Order(StringComparer.Ordinal));
            Assert.Equal(all, container.At("resources", "limits").Map.Keys.Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task OneImage_ServesEveryRole(string overlay)
    {
        var manifests = await Manifests.RenderAsync(overlay);
        string[] others = ["foreact-canary"]; // Another version.

        Assert.Single(manifests.Where(owner => owner.MakesPods).SelectMany(owner => PodOf(owner).At("containers").Items)
            .Select(c => c.At("image").Text).Except(others, StringComparer.Ordinal));
        Assert.Equal("web", SettingOf(manifests, Web, "Role"));
        Assert.Equal("worker", SettingOf(manifests, Refresh, "Role"));
        Assert.Equal("worker", SettingOf(manifests, Fit, "Role"));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task EveryQueue_IsTakenByOneDeployment(string overlay)
    {
        var manifests = await Manifests.RenderAsync(overlay);

        var queues = new[] { Refresh, Fit }.SelectMany(name => SettingOf(manifests, name, "Worker__Queues").Split(',')).ToList();

        Assert.Equal(WorkerQueues.All.Order(StringComparer.Ordinal), queues.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Probes_AskTheRightQuestion(string overlay)
    {
        var manifests = await Manifests.RenderAsync(overlay);
        foreach (var container in new[] { Web, Refresh, Fit }.Select(name => ContainerOf(manifests, name)))
        {
            Assert.Equal("/health/live", container.At("startupProbe", "httpGet", "path").Text);
            Assert.Equal("/health/live", container.At("livenessProbe", "httpGet", "path").Text);
            Assert.Equal("/health/ready", container.At("readinessProbe", "httpGet", "path").Text);
            Assert.Equal(6, container.At("readinessProbe", "failureThreshold").Number); // A short outage takes no replica out.
            Assert.All(
                (string[])["startupProbe", "livenessProbe", "readinessProbe"],
                probe => Assert.Equal("localhost", container.At(probe, "httpGet", "httpHeaders").Items.Single().At("value").Text));
        }
    }

    [Theory]
    [InlineData("overlays/prod", Web, 90)] // Until Application Gateway has been told.
    [InlineData(Manifests.Nginx, Web, 15)]
    [InlineData(Manifests.Gateway, "foreact-web-canary", 15)]
    [InlineData("overlays/prod", Refresh, 0)] // Nobody sends a worker requests.
    [InlineData("overlays/prod", Fit, 0)]
    [InlineData("overlays/dev", Fit, 0)]
    public async Task Shutdown_LeavesTimeToFinish(string place, string deployment, int sleep)
    {
        var manifests = await Manifests.RenderAsync(place);
        var shutdownTimeout = int.Parse(
            TryFindSetting(manifests, deployment, "shutdownTimeoutSeconds")
                ?? Settings(manifests)["shutdownTimeoutSeconds"], CultureInfo.InvariantCulture);

        var grace = PodOf(Named(manifests, "Deployment", deployment)).At("terminationGracePeriodSeconds").Number;

        Assert.Equal(sleep, ContainerOf(manifests, deployment).Find("lifecycle", "preStop", "sleep", "seconds")?.Number ?? 0);
        Assert.True(grace >= sleep + shutdownTimeout, $"{grace} s are too few for {sleep} s of waiting and {shutdownTimeout} s to end.");
    }

    [Fact] // They are gone 30 s after the notice.
    public async Task OnSpotNodes_AFitIsDoneInTime_AndNothingElseIsPutThere()
    {
        var manifests = await Manifests.RenderAsync("overlays/prod");
        var tolerant = manifests.Where(owner => owner.MakesPods && PodOf(owner).Find("tolerations") is not null).ToList();

        Assert.Equal(Fit, Assert.Single(tolerant).Name);
        Assert.True(PodOf(tolerant[0]).At("terminationGracePeriodSeconds").Number < 30);
    }

    [Theory]
    [InlineData(Web, 3)]
    [InlineData(Refresh, 2)]
    public async Task RollOut_NeverTakesAReplicaAway(string deployment, int replicas)
    {
        var manifests = await Manifests.RenderAsync("overlays/prod");
        var spec = Named(manifests, "Deployment", deployment).At("spec");

        Assert.Equal(0, spec.At("strategy", "rollingUpdate", "maxUnavailable").Number);
        Assert.True(spec.At("minReadySeconds").Number > 0);
        Assert.Null(spec.Find("replicas")); // The autoscaler's; a roll-out must not reset it.
        Assert.Equal(replicas, deployment == Web
            ? Named(manifests, "HorizontalPodAutoscaler", Web).At("spec", "minReplicas").Number
            : Named(manifests, "ScaledObject", deployment).At("spec", "minReplicaCount").Number);
        var zones = Assert.Single(PodOf(Named(manifests, "Deployment", deployment)).At("topologySpreadConstraints").Items,
            constraint => constraint.At("topologyKey").Text == "topology.kubernetes.io/zone");
        Assert.Equal(deployment == Web ? "DoNotSchedule" : "ScheduleAnyway", zones.At("whenUnsatisfiable").Text);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task EveryDeployment_HasOneAutoscaler(string overlay)
    {
        var manifests = await Manifests.RenderAsync(overlay);

        var scaled = manifests.Where(m => m.Kind is "HorizontalPodAutoscaler" or "ScaledObject")
            .Select(m => m.At("spec", "scaleTargetRef", "name").Text);

        Assert.Equal(
            manifests.Where(m => m.Kind == "Deployment" && m.Name != "foreact-web-canary").Select(m => m.Name)
                .Order(StringComparer.Ordinal),
            scaled.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task WhatPlannersWaitFor_ComesBeforeFits(string overlay)
    {
        var manifests = await Manifests.RenderAsync(overlay);
        int ValueOf(string deployment) => Named(
            manifests, "PriorityClass", PodOf(Named(manifests, "Deployment", deployment)).At("priorityClassName").Text).At("value").Number;

        Assert.True(ValueOf(Web) > ValueOf(Fit));
        Assert.True(ValueOf(Refresh) > ValueOf(Fit));
        var classes = manifests.Where(m => m.Kind == "PriorityClass").Select(m => m.Name).ToList();
        Assert.All(manifests.Where(owner => owner.MakesPods), owner => Assert.Contains(PodOf(owner).At("priorityClassName").Text, classes));
    }

    [Fact]
    public async Task Migration_ComesBeforeTheRollOut_AndStaysThereWhenDone()
    {
        var manifests = await Manifests.RenderAsync("overlays/prod");
        int WaveOf(Manifest manifest) => int.Parse(
            manifest.At("metadata", "annotations").Map["argocd.argoproj.io/sync-wave"], CultureInfo.InvariantCulture);
        var migration = Named(manifests, "Job", "foreact-migrate");

        Assert.Null(migration.Find("spec", "ttlSecondsAfterFinished"));
        Assert.Equal("BeforeHookCreation", migration.At("metadata", "annotations").Map["argocd.argoproj.io/hook-delete-policy"]);
        Assert.All(manifests.Where(m => m.Kind == "Deployment"), deployment => Assert.True(WaveOf(migration) < WaveOf(deployment)));
        // What is not healthy without them would hold up the first sync for ever.
        Assert.All(
            manifests.Where(m => m.Kind is "HorizontalPodAutoscaler" or "ScaledObject" or "Ingress" or "CronJob"),
            dependent => Assert.Equal(3, WaveOf(dependent)));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task EverySelector_FindsOnePodTemplate(string overlay)
    {
        var manifests = await Manifests.RenderAsync(overlay);
        var templates = manifests.Where(owner => owner.MakesPods).Select(owner => owner.Template.At("metadata", "labels").Map).ToList();
        var selectors = manifests.Where(m => m.Kind is "PodDisruptionBudget" or "Deployment")
            .Select(m => m.At("spec", "selector", "matchLabels").Map)
            .Concat(manifests.Where(m => m.Kind == "Service").Select(m => m.At("spec", "selector").Map));

        foreach (var selector in selectors)
            Assert.Single(templates, labels =>
                selector.All(wanted => labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value));
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
        Assert.Equal(["4317", "4318", "443", "443", "53", "53", "5432", "6432"],
            peers.SelectMany(peer => peer.At("ports").Items).Select(port => port.At("port").Text).Order(StringComparer.Ordinal));
        // The world is reached by HTTPS only, and no private network is part of it.
        var world = Assert.Single(
            peers, peer => peer.At("to").Items.Any(place => place.Find("ipBlock", "cidr")?.Text == "0.0.0.0/0"));
        Assert.Equal([443], world.At("ports").Items.Select(port => port.At("port").Number));
        Assert.Superset(
            new HashSet<string>(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"]),
            world.At("to").Items.Single().At("ipBlock", "except").Items.Select(range => range.Text).ToHashSet());
        // Labels of our own must not narrow the selector of the cluster's name server.
        var names = Assert.Single(peers, peer => peer.At("ports").Items.Any(port => port.At("port").Number == 53));
        Assert.Equal(["k8s-app"], Assert.Single(names.At("to").Items).At("podSelector", "matchLabels").Map.Keys);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task WebWorkersAndMigration_HaveIdentitiesOfTheirOwn(string overlay)
    {
        var manifests = await Manifests.RenderAsync(overlay);
        var accounts = manifests.Where(manifest => manifest.Kind == "ServiceAccount").Select(manifest => manifest.Name);

        var migration = PodOf(Named(manifests, "Job", "foreact-migrate"));

        Assert.Equal(["foreact-migrate", "foreact-web", "foreact-worker"], accounts.Order(StringComparer.Ordinal));
        Assert.Equal("foreact-migrate", migration.At("serviceAccountName").Text);
        Assert.Equal("foreact-web", PodOf(Named(manifests, "Deployment", Web)).At("serviceAccountName").Text);
        Assert.All(new[] { Refresh, Fit }, name =>
            Assert.Equal("foreact-worker", PodOf(Named(manifests, "Deployment", name)).At("serviceAccountName").Text));
        Assert.Equal("migrate", Assert.Single(Assert.Single(migration.At("containers").Items).At("args").Items).Text);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task EveryPod_SignsInToAzureWithItsWorkloadIdentityOnly(string overlay)
    {
        var manifests = await Manifests.RenderAsync(overlay);

        Assert.All(manifests.Where(owner => owner.MakesPods), owner =>
            Assert.Equal("true", owner.Template.At("metadata", "labels").Map["azure.workload.identity/use"]));
        Assert.Equal("WorkloadIdentityCredential", Settings(manifests)["AZURE_TOKEN_CREDENTIALS"]);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task SettingsHoldNoSecret_AndNoPodIsGivenOne(string overlay)
    {
        var manifests = await Manifests.RenderAsync(overlay);
        var settings = manifests.Where(manifest => manifest.Kind == "ConfigMap")
            .ToDictionary(manifest => manifest.Name, manifest => manifest.At("data").Map);

        Assert.DoesNotContain(manifests, manifest => manifest.Kind == "Secret");
        Assert.All(settings.Values.SelectMany(map => map), setting =>
            Assert.DoesNotMatch("(?i)(password|accountkey|sharedaccess)[a-z]*=", setting.Value));
        Assert.All(manifests.Where(owner => owner.MakesPods), owner =>
        {
            var sources = Assert.Single(PodOf(owner).At("containers").Items).At("envFrom").Items.ToList();
            Assert.Contains(sources, source => source.Find("configMapRef", "name") is { } name && settings.ContainsKey(name.Text));
            // Without tokens a secret named as the account; in the places none.
            Assert.All(sources.Where(source => source.Find("secretRef") is not null), source =>
                Assert.Equal(
                    overlay == "base" ? PodOf(owner).At("serviceAccountName").Text : "none",
                    source.At("secretRef", "name").Text));
        });
    }

    public static TheoryData<string> Places => [.. Manifests.Places];

    [Theory]
    [MemberData(nameof(Places))]
    public async Task EachIdentity_HasARoleOfTheDatabase_AndTheMigrationGrantsTheOthers(string overlay)
    {
        var manifests = await Manifests.RenderAsync(overlay);
        Assert.Equal("Entra", Settings(manifests)["Database__SignIn"]);
        foreach (var owner in manifests.Where(owner => owner.MakesPods))
        {
            var connection = new NpgsqlConnectionStringBuilder(VariablesOf(owner)["ConnectionStrings__Forecast"]);

            Assert.Matches("^foreact(-dev)?[.]postgres[.]example$", connection.Host);
            Assert.Equal("foreact", connection.Database);
            Assert.Equal(SslMode.VerifyFull, connection.SslMode);
            Assert.StartsWith(
                PodOf(owner).At("serviceAccountName").Text.Replace("foreact-", "id-", StringComparison.Ordinal) + "-foreact-",
                connection.Username, StringComparison.Ordinal);
        }

        var migration = VariablesOf(Named(manifests, "Job", "foreact-migrate"));
        Assert.StartsWith("id-web-foreact-", migration["Database__ProductRoles__0"], StringComparison.Ordinal);
        Assert.StartsWith("id-worker-foreact-", migration["Database__ProductRoles__1"], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Logs_AreOneObjectALine_InUtc(string overlay)
    {
        var settings = Assert.Single(await Manifests.RenderAsync(overlay), manifest => manifest.Kind == "ConfigMap").At("data").Map;

        Assert.Equal("json", settings["Logging__Console__FormatterName"]);
        Assert.Equal("true", settings["Logging__Console__FormatterOptions__UseUtcTimestamp"]);
    }

    [Fact]
    public async Task Figures_AreToldOnThePortThatIsRead()
    {
        var manifests = await Manifests.RenderAsync("overlays/prod");
        var port = Assert.Single(manifests, manifest => manifest.Kind == "ConfigMap").At("data").Map["Telemetry__PrometheusPort"];

        Assert.All(
            manifests.Where(m => m.Kind == "Deployment"),
            deployment => Assert.Contains(
                PodOf(deployment).At("containers").Items.Single().At("ports").Items, p => p.At("containerPort").Text == port));
    }

    [Fact]
    public async Task Certificate_IsMadeByMountingItFromTheVault_IntoWebAlone()
    {
        var manifests = await Manifests.RenderAsync("overlays/prod");
        var ofWeb = Named(manifests, "Deployment", Web);

        var mounted = Assert.Single(PodOf(ofWeb).At("volumes").Items, volume => volume.Find("csi") is not null);
        var provider = Named(manifests, "SecretProviderClass", mounted.At("csi", "volumeAttributes", "secretProviderClass").Text);

        Assert.Equal(
            Assert.Single(Named(manifests, "Ingress", "foreact").At("spec", "tls").Items).At("secretName").Text,
            Assert.Single(provider.At("spec", "secretObjects").Items).At("secretName").Text);
        Assert.All(manifests.Where(m => m.MakesPods && m != ofWeb), owner =>
            Assert.DoesNotContain(PodOf(owner).At("volumes").Items, volume => volume.Find("csi") is not null));
    }

    private static Dictionary<string, string> VariablesOf(Manifest owner) =>
        Assert.Single(PodOf(owner).At("containers").Items).At("env").Items
            .ToDictionary(variable => variable.At("name").Text, variable => variable.At("value").Text, StringComparer.Ordinal);

    private static Manifest PodOf(Manifest owner) => owner.Template.At("spec");

    private static Manifest Named(IEnumerable<Manifest> manifests, string kind, string name) =>
        Assert.Single(manifests, manifest => manifest.Kind == kind && manifest.Name == name);

    private static Manifest ContainerOf(IEnumerable<Manifest> manifests, string deployment) =>
        Assert.Single(PodOf(Named(manifests, "Deployment", deployment)).At("containers").Items);

    private static IReadOnlyDictionary<string, string> Settings(IEnumerable<Manifest> manifests) =>
        Assert.Single(manifests, manifest => manifest.Kind == "ConfigMap").At("data").Map;

    private static string SettingOf(IEnumerable<Manifest> manifests, string deployment, string name) =>
        TryFindSetting(manifests, deployment, name) ?? throw new KeyNotFoundException($"{deployment} does not set {name}.");

    private static string? TryFindSetting(IEnumerable<Manifest> manifests, string deployment, string name) =>
        ContainerOf(manifests, deployment).At("env").Items.SingleOrDefault(variable => variable.At("name").Text == name)?.At("value").Text;
}
