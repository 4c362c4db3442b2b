using System.Globalization;
using Infra.Files.Host;
using Infra.Files.Nginx;
using Infra.Files.Observability.Alertmanager;
using Infra.Files.Observability.Grafana;
using Infra.Files.Observability.Prometheus;
using Infra.Settings;
using Infra.Systems;

namespace Infra.Files.Compose;

/// <summary>What watches a system on its server, in the profile <c>monitoring</c>: Prometheus, Alertmanager, Grafana and the exporters.
/// Grafana and Alertmanager are open on the loopback address only, for a tunnel. Versions: the projects' releases of August to October 2026.</summary>
internal static class MonitoringServices
{
    /// <summary>The profile.</summary>
    public const string Profile = "monitoring";

    private const int Nobody = 65534;
    private const int GrafanaUser = 472;
    private const int RedisExporterUser = 59000;

    private const string NodeExporter = "prom/node-exporter:v1.12.1";

    private static readonly Resources Exporter = new(Memory.MiB(16), Memory.MiB(96), Cpu.Cores(0.02), Cpu.Cores(0.2));

    /// <summary>Volumes that Docker manages, which take the owner that the images give them.</summary>
    public static ImmutableArray<string> Volumes { get; } = ["prometheus", "alertmanager", "grafana"];

    /// <summary>What the server has to prepare: secrets that only one of these reads.</summary>
    public static IEnumerable<HostFile> Contracts(StackSettings settings)
    {
        yield return Contract("grafana", GrafanaUser, $"optional-file GF_SECURITY_ADMIN_PASSWORD {GrafanaPassword}");
        yield return Contract("alertmanager", Nobody, [.. AlertmanagerSecrets.Of(settings).Select(secret => $"optional-file {secret.Setting} {secret.File}")]);
        if (settings.System.Needs<Postgres>().Any())
        {
            yield return Contract("postgres-exporter", Nobody, $"optional-secret DATA_SOURCE_NAME {DatabaseAddress}");
        }

        if (settings.System.Needs<Redis>().Any())
        {
            yield return Contract("redis-exporter", RedisExporterUser, $"optional-secret REDIS_ADDR {StoreAddress}");
        }
    }

    /// <summary>Secret with the address of the database for the exporter.</summary>
    public const string DatabaseAddress = "exporter-database-url";

    /// <summary>Secret with the address of the Redis-compatible store for the exporter.</summary>
    public const string StoreAddress = "exporter-cache-url";

    /// <summary>The services by name.</summary>
    public static IEnumerable<(string Name, ComposeService Service)> Of(StackSettings settings)
    {
        var system = settings.System;
        yield return ("prometheus", Service(settings, "prom/prometheus:v3.15.0", Nobody, new(Memory.MiB(256), Memory.GiB(1), Cpu.Cores(0.1), Cpu.Cores(1))) with
        {
            Command =
            [
                "--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.path=/prometheus",
                string.Create(CultureInfo.InvariantCulture, $"--storage.tsdb.retention.time={system.Monitoring.Retention.Days}d"),
            ],
            Volumes = [Configured(system, "prometheus", "/etc/prometheus"), Kept("prometheus", "/prometheus")],
            Networks = [Networks.App, Networks.Monitoring],
            Healthcheck = Healthcheck.Running("promtool", "check", "healthy", "--url=http://127.0.0.1:9090"),
        });
        yield return ("alertmanager", Service(settings, "prom/alertmanager:v0.34.0", Nobody, Exporter) with
        {
            Command = ["--config.file=/etc/alertmanager/alertmanager.yml", "--storage.path=/alertmanager", "--cluster.listen-address="],
            Volumes =
            [
                Configured(system, "alertmanager", "/etc/alertmanager"),
                Mount.Reading(HostLayout.Secrets("alertmanager"), AlertmanagerSecrets.Directory(Topology.Droplet)),
                Kept("alertmanager", "/alertmanager"),
            ],
            Ports = [Loopback(9093)],
            Healthcheck = Healthcheck.Running("wget", "-q", "-O", "/dev/null", "http://127.0.0.1:9093/-/healthy"),
        });
        yield return ("grafana", Service(settings, "grafana/grafana:13.2.3", GrafanaUser, new(Memory.MiB(128), Memory.MiB(512), Cpu.Cores(0.05), Cpu.Cores(0.5))) with
        {
            Environment = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["GF_SECURITY_ADMIN_PASSWORD__FILE"] = $"/run/secrets/grafana/{GrafanaPassword}",
                ["GF_ANALYTICS_CHECK_FOR_UPDATES"] = "false",
                ["GF_ANALYTICS_REPORTING_ENABLED"] = "false",
                ["GF_USERS_ALLOW_SIGN_UP"] = "false",
            },
            Volumes =
            [
                Mount.Reading($"{HostLayout.Configuration(system.Name, "grafana")}/provisioning", "/etc/grafana/provisioning"),
                Mount.Reading($"{HostLayout.Configuration(system.Name, "grafana")}/dashboards", GrafanaFiles.DashboardDirectory) with { IsFollowed = true }, // Looked at every few seconds.
                Mount.Reading(HostLayout.Secrets("grafana"), "/run/secrets/grafana"),
                Kept("grafana", "/var/lib/grafana"),
            ],
            Ports = [Loopback(3000)],
            Healthcheck = Healthcheck.Running("wget", "-q", "-O", "/dev/null", "http://127.0.0.1:3000/api/health"),
        });
        yield return ("node-exporter", Service(settings, NodeExporter, Nobody, Exporter) with
        {
            Command =
            [
                "--path.rootfs=/host", "--path.procfs=/host/proc", "--path.sysfs=/host/sys", "--no-collector.netdev",
                $"--collector.textfile.directory=/host{HostMetrics.Directory}",
            ],
            Pid = "host", // Counts the machine's processes and sees its mounts, not the container's.
            Volumes = [Mount.Reading("/", "/host")],
        });

        // Bytes on the wire are counted per network namespace, and /proc/net leads into the reader's own (prometheus/node_exporter issue 2007). Those of the
        // server are in that of its first process: this container sees nothing else of the server, and shares no namespace with it. Netlink would ask its own.
        yield return ("network-exporter", Service(settings, NodeExporter, Nobody, Exporter) with
        {
            Command =
            [
                "--path.procfs=/host/proc", "--collector.disable-defaults", "--collector.netdev", "--no-collector.netdev.netlink",
                "--collector.netdev.device-exclude=^(lo|veth.*|br-.*|docker.*)$",
            ],
            Volumes = [Mount.Reading("/proc/1/net", "/host/proc/net")],
        });
        yield return ("blackbox-exporter", Service(settings, "prom/blackbox-exporter:v0.28.0", Nobody, Exporter) with
        {
            Command = ["--config.file=/etc/blackbox/blackbox.yml"],
            Volumes = [Configured(system, "prometheus", "/etc/blackbox")],
            Networks = [Networks.App, Networks.Monitoring],
        });
        yield return ("nginx-exporter", Service(settings, "nginx/nginx-prometheus-exporter:1.5.1", Nobody, Exporter) with
        {
            Command = [string.Create(CultureInfo.InvariantCulture, $"--nginx.scrape-uri=http://{EdgeServices.Nginx}:{EdgeImage.StatusPort}/stub_status")],
            Networks = [Networks.App, Networks.Monitoring],
        });
        if (system.Needs<Postgres>().Any())
        {
            yield return ("postgres-exporter", Service(settings, "prometheuscommunity/postgres-exporter:v0.20.1", Nobody, Exporter) with
            {
                EnvFile = [new(HostLayout.Variables("postgres-exporter"))],
            });
        }

        if (system.Needs<Redis>().Any())
        {
            yield return ("redis-exporter", Service(settings, "oliver006/redis_exporter:v1.92.1", RedisExporterUser, Exporter) with
            {
                EnvFile = [new(HostLayout.Variables("redis-exporter"))],
                Networks = settings.Cache.Managed ? [Networks.Monitoring] : [Networks.Data, Networks.Monitoring], // A managed one is outside.
            });
        }
    }

    private static string GrafanaPassword => Components.Cloud.GeneratedSecrets.GrafanaPassword;

    private static ComposeService Service(StackSettings settings, string image, int user, Resources resources) => new()
    {
        Image = image,
        Profiles = [Profile],
        User = string.Create(CultureInfo.InvariantCulture, $"{user}:{user}"),
        Tmpfs = ["/tmp:size=16m,mode=1777,nosuid,nodev,noexec"],
        Networks = [Networks.Monitoring],
        Deploy = Deploy.Single(resources),
        Restart = "unless-stopped",
        StopGracePeriod = "30s",
        Logging = Logging.Of(settings.System.Logs),
    };

    private static HostFile Contract(string service, int user, params ImmutableArray<string> secrets) =>
        new($"services/{service}", string.Create(CultureInfo.InvariantCulture, $"user {user}\nconnection pooled\n") + string.Concat(secrets.Select(line => $"{line}\n")));

    private static Mount Configured(SystemDefinition system, string part, string target) => Mount.Reading(HostLayout.Configuration(system.Name, part), target);

    private static Mount Kept(string volume, string target) => new("volume", volume, target, ReadOnly: false);

    private static PublishedPort Loopback(int port) => new(port, string.Create(CultureInfo.InvariantCulture, $"{port}"), "127.0.0.1");
}
