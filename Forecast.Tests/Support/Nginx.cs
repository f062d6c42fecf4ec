using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Forecast.Tests.Support;

/// <summary>
/// A real nginx in front of replicas, as an Ingress is: it ends TLS, keeps a browser at its replica by a cookie, says who asked and how,
/// and goes to another replica when one does not answer. It never outlives the tests.
/// </summary>
public sealed class Nginx : IAsyncDisposable
{
    /// <summary>The cookie that says which replica a browser belongs to.</summary>
    public const string AffinityCookie = "foreact-replica";

    // Its master ends its workers when it is asked to; the pipe from this process tells when.
    private const string Guard = "\"$@\" </dev/null 2>&1 & echo \"$!\"; exec >&-; read -r _; kill -TERM $! 2>/dev/null; wait $!";

    /// <summary>Tells which of its settings an answer came by.</summary>
    private const string SettingsHeader = "X-Replicas";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("foreact-nginx-");
    private readonly int port = Ports.Free();
    private Process? guard;
    private int id;
    private string written = "";

    /// <summary>Where people find the product.</summary>
    public Uri Address => new UriBuilder(Uri.UriSchemeHttps, "localhost", port).Uri;

    /// <summary>Starts in front of replicas and waits until it answers.</summary>
    public static async Task<Nginx> StartAsync(params IReadOnlyList<Uri> replicas)
    {
        var nginx = new Nginx();
        await nginx.WriteAsync(replicas);
        var start = new ProcessStartInfo("sh") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        string[] arguments = ["-c", Guard, "guard", Executable(), "-c", nginx.Settings, "-e", nginx.Errors];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        nginx.guard = Process.Start(start) ?? throw new InvalidOperationException("sh could not be started.");
        nginx.id = int.Parse(await nginx.guard.StandardOutput.ReadLineAsync() ?? "", CultureInfo.InvariantCulture);
        await nginx.AnswersAsync();
        return nginx;
    }

    /// <summary>From now on these replicas get what is asked; what is under way at others goes on there.</summary>
    public async Task LeadToAsync(params IReadOnlyList<Uri> replicas)
    {
        await WriteAsync(replicas);
        using var kill = Process.Start("sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -HUP {id}")]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
        await AnswersAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (guard is not null)
        {
            guard.StandardInput.Close();
            await guard.WaitForExitAsync();
            guard.Dispose();
        }

        folder.Delete(recursive: true);
    }

    private string Errors => Path.Combine(folder.FullName, "errors");

    private string Settings => Path.Combine(folder.FullName, "nginx.conf");

    /// <summary>Until its present settings have answered a few times in a row: old workers go after the new ones came.</summary>
    private async Task AnswersAsync()
    {
        const int Enough = 5;
        var waited = Stopwatch.StartNew();
        for (int inARow = 0; inARow < Enough;)
        {
            try
            {
                using var client = ProductProcess.Client(Address);
                using var answer = await client.GetAsync(new Uri("/health/live", UriKind.Relative));
                inARow = answer.Headers.TryGetValues(SettingsHeader, out var said) && said.Single() == written ? inARow + 1 : 0;
                if (inARow == 0 && waited.Elapsed > Patience)
                    throw new InvalidOperationException($"nginx keeps its old settings: {await ErrorsAsync()}");
            }
            catch (HttpRequestException) when (waited.Elapsed < Patience)
            {
                await Task.Delay(50);
            }
            catch (HttpRequestException e)
            {
                throw new InvalidOperationException($"nginx does not answer: {await ErrorsAsync()}", e);
            }
        }
    }

    private Task<string> ErrorsAsync() => File.ReadAllTextAsync(Errors);

    private Task WriteAsync(IReadOnlyList<Uri> replicas)
    {
        written = string.Join(' ', replicas.Select(r => r.Authority));
        var kept = new StringBuilder();
        var groups = new StringBuilder();
        groups.AppendLine(CultureInfo.InvariantCulture, $"upstream any {{ {string.Concat(replicas.Select(r => Server(r, "")))} }}");
        foreach (var replica in replicas)
        {
            kept.AppendLine(CultureInfo.InvariantCulture, $"\"~{AffinityCookie}={replica.Port}\\b\" to_{replica.Port};");
            var others = replicas.Where(r => r != replica).Select(r => Server(r, " backup"));
            groups.AppendLine(
                CultureInfo.InvariantCulture, $"upstream to_{replica.Port} {{ {Server(replica, "")}{string.Concat(others)} }}");
        }

        return File.WriteAllTextAsync(Settings, $$"""
            user {{Environment.UserName}};
            daemon off;
            worker_processes 1;
            pid {{folder.FullName}}/pid;
            events { worker_connections 1024; }
            http {
                access_log off;
                client_body_temp_path {{folder.FullName}}/body;
                proxy_temp_path {{folder.FullName}}/proxy;
                fastcgi_temp_path {{folder.FullName}}/fastcgi;
                uwsgi_temp_path {{folder.FullName}}/uwsgi;
                scgi_temp_path {{folder.FullName}}/scgi;
                map $http_upgrade $connection_upgrade { default upgrade; '' close; }
                map $http_cookie $replica { default any; {{kept}} }
                map $upstream_addr $served { "~:(?<last>[0-9]+)$" $last; }
                {{groups}}
                server {
                    listen 127.0.0.1:{{port}} ssl;
                    ssl_certificate {{EntraServer.Certificates}}/server.crt;
                    ssl_certificate_key {{EntraServer.Certificates}}/server.key;
                    location / {
                        proxy_pass http://$replica;
                        proxy_http_version 1.1;
                        proxy_next_upstream error timeout;
                        proxy_read_timeout 3600s;
                        proxy_set_header Host $http_host;
                        proxy_set_header Upgrade $http_upgrade;
                        proxy_set_header Connection $connection_upgrade;
                        proxy_set_header X-Forwarded-For $remote_addr;
                        proxy_set_header X-Forwarded-Proto $scheme;
                        proxy_set_header X-Forwarded-Host $http_host;
                        add_header Set-Cookie "{{AffinityCookie}}=$served; Path=/; Secure; HttpOnly; SameSite=Lax" always;
                        add_header {{SettingsHeader}} "{{written}}" always;
                    }
                }
            }
            """);
    }

    private static string Server(Uri replica, string role) =>
        string.Create(CultureInfo.InvariantCulture, $"server {replica.Host}:{replica.Port}{role} max_fails=0; ");

    /// <summary>Where distributions put it; not on the path of everybody.</summary>
    private static string Executable()
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        string[] folders = [.. path.Split(Path.PathSeparator), "/usr/sbin", "/usr/local/sbin"];
        return folders.Select(folder => Path.Combine(folder, "nginx")).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("nginx is not installed. Run ./test.sh, or install it.");
    }
}
