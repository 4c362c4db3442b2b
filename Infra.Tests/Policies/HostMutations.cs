using Infra.Planning;
using Infra.Systems;
using static Infra.Tests.Policies.Mutation;

namespace Infra.Tests.Policies;

/// <summary>Ways to take away what a server does by the clock, a file of it, or a resource that the settings declare.</summary>
internal static class HostMutations
{
    private const Topology Host = Topology.Droplet;
    private const Topology Cluster = Topology.Kubernetes;
    private const string Units = "systemd/document-search";

    public static ImmutableArray<Mutation> All { get; } =
    [
        // Too seldom in other words, for another program, by a timer that nothing starts.
        new("SCH-01", Host, File($"{Units}-backup.timer", "*-*-* 02:00:00 UTC", "Mon..Fri 02:00")),
        new("SCH-01", Host, File($"{Units}-health-check.timer", "*:0/5", "hourly")),
        new("SCH-01", Host, File($"{Units}-certificate.timer", "*-*-* 03,15:17:00 UTC", "weekly")),
        new("SCH-01", Host, File($"{Units}-restore-drill.timer", "Sun *-*-*", "*-*-1")),
        new("SCH-01", Host, File($"{Units}-certificate.service", "certificate renew", "certificate show")),
        new("SCH-01", Host, File($"{Units}-health-check.service", "bin/health-check", "bin/status")),
        new("SCH-01", Host, File($"{Units}-certificate.timer", "timers.target", "shutdown.target")),
        new("SCH-01", Host, WithoutFile($"{Units}-health-check.timer")),

        // What it starts is elsewhere, or runs nothing of this server; it never comes, is not made up for, is later than its next time.
        new("SCH-02", Host, File($"{Units}-certificate.timer", "[Timer]", "[Timer]\nUnit=renewal.service")),
        new("SCH-02", Host, File($"{Units}-health-check.service", "/opt/document-search/bin/health-check", "/usr/bin/echo")),
        new("SCH-02", Host, File($"{Units}-certificate.timer", "[Install]", "[Unused]")),
        new("SCH-02", Host, File($"{Units}-backup.timer", "Persistent=true", "Persistent=off")),
        new("SCH-02", Host, File($"{Units}-backup.timer", "Persistent=true", "Persistent=true\nPersistent=n")),
        new("SCH-02", Host, File($"{Units}-certificate.timer", "03,15:17:00", "03,15:77:00")),
        new("SCH-02", Host, File($"{Units}-health-check.timer", "RandomizedDelaySec=0", "RandomizedDelaySec=1h")),
        new("SCH-02", Host, File($"{Units}-certificate.timer", "RandomizedDelaySec=1h", "RandomizedDelaySec=5")),
        new("SCH-02", Host, WithoutFile($"{Units}-health-check.service")),

        new("SCH-03", Host, File($"{Units}-backup.service", "TimeoutStartSec=2h", "TimeoutStartSec=0")),
        new("SCH-03", Host, File($"{Units}-backup.service", "TimeoutStartSec=2h", "TimeoutStartSec=2min")),
        new("SCH-03", Host, File($"{Units}-backup.service", "TimeoutStartSec=2h", "TimeoutStartSec=2 days")),
        new("SCH-03", Host, File($"{Units}-health-check.service", "TimeoutStartSec=1min", "TimeoutStartSec=6min")),
        new("SCH-03", Host, File($"{Units}-restore-drill.service", "TimeoutStartSec", "TimeoutStopSec")),

        new("SCH-04", Host, File($"{Units}-backup.service", "NoNewPrivileges=yes", "NoNewPrivileges=off")),
        new("SCH-04", Host, File($"{Units}-backup.service", "NoNewPrivileges=yes", "NoNewPrivileges=yes\nNoNewPrivileges=")),
        new("SCH-04", Host, File($"{Units}-certificate.service", "PrivateTmp=yes", "PrivateTmp=0")),
        new("SCH-04", Host, File($"{Units}-certificate.service", "ProtectHome=read-only", "ProtectHome=f")),
        new("SCH-04", Host, File($"{Units}-health-check.service", "[Service]", "[Services]")),
        new("SCH-04", Host, File($"{Units}-backup.service", "ExecStart=/opt", "ExecStart=-/opt")),

        new("SCH-05", Host, File($"{Units}-blocked.service", "--apply", "--list")),
        new("SCH-05", Host, File($"{Units}-blocked.service", "Type=oneshot", "Type=simple")),
        new("SCH-05", Host, File($"{Units}-blocked.service", "DefaultDependencies=no", "DefaultDependencies=yes")),
        new("SCH-05", Host, File($"{Units}-blocked.service", "network-pre.target docker.service", "docker.service")),
        new("SCH-05", Host, File($"{Units}-blocked.service", "Wants=network-pre.target", "")),
        new("SCH-05", Host, File($"{Units}-blocked.service", "multi-user.target", "poweroff.target")),
        new("SCH-05", Host, WithoutFile($"{Units}-blocked.service")),

        new("SCH-06", Cluster, Set(Named("CronJob", "backup"), Nothing, "spec", "startingDeadlineSeconds")),
        new("SCH-06", Cluster, Set(Named("CronJob", "backup"), 90000.0, "spec", "startingDeadlineSeconds")),
        new("SCH-06", Cluster, Set(Named("CronJob", "backup"), "", "spec", "timeZone")),
        new("SCH-06", Cluster, Set(Named("CronJob", "restore-drill"), 0.0, "spec", "failedJobsHistoryLimit")),
        new("SCH-07", Cluster, Set(Named("CronJob", "restore"), Nothing, "spec", "suspend")),
        new("SCH-07", Cluster, Set(Named("CronJob", "restore"), false, "spec", "suspend")),

        // What is sourced, called, mounted, read and switched to.
        new("HST-01", Host, WithoutFile("lib/certificates.sh")),
        new("HST-01", Host, WithoutFile("lib/row-counts.sql")),
        new("HST-01", Host, WithoutFile("lib/clear-database.sql")),
        new("HST-01", Host, WithoutFile("lib/database-rights.sql")),
        new("HST-01", Host, WithoutFile("bin/install")),
        new("HST-01", Host, WithoutFile("system.conf")),
        new("HST-01", Host, WithoutFile("services/worker-cleanup")),
        new("HST-01", Host, WithoutFile("nginx/colours/api-green.conf")),
        new("HST-01", Host, WithoutFile("redis/valkey.conf")),
        new("HST-01", Host, WithoutFile("elasticsearch/index-template.json"), "vision"),
        new("HST-01", Host, WithoutFile("logstash/pipeline.conf"), "vision"),
        new("HST-01", Host, WithoutFile("filebeat/filebeat.yml"), "vision"),
        new("HST-01", Host, File("prometheus/prometheus.yml", "- rules.yml", "- more.yml")),
        new("HST-01", Host, File("bin/scale", ". \"$ROOT/lib/scaling.sh\"", "source \"${ROOT}/lib/scales.sh\"")),
        new("HST-01", Host, File("compose.yaml", "--config.file=/etc/alertmanager/alertmanager.yml",
            "--config.file=/etc/alertmanager/routes.yml")),
        new("HST-01", Host, File("logrotate/document-search", "bin/logs", "bin/reopen")),

        new("HST-02", Host, Without(Named("CopyToRemote", "bin-restore"))),
        new("HST-02", Host, Without(Named("Command", "environment"))),
        new("HST-02", Host, Without(Named("Command", "secret-registry.json"))),
        new("HST-02", Host, Set(Named("CopyToRemote", "system.conf"), "/opt/document-search/system.conf", "remotePath")),
        new("HST-02", Host, Change(Named("Command", "document-search-release"), release => release with { DependsOn = [] })),

        new("HST-03", Host, WithoutFile("bin/dead-jobs")),
        new("HST-03", Host, WithoutFile("bin/rollback")),
        new("HST-04", Host, WithoutFile("sysctl/60-document-search.conf")),
        new("HST-04", Host, File("sysctl/60-document-search.conf", "net.ipv4.tcp_syncookies = 1", "net/ipv4/tcp_syncookies=0")),
        new("HST-04", Host, File("sysctl/60-document-search.conf", "kernel.dmesg_restrict", "# kernel.dmesg_restrict")),
        new("HST-04", Host, File("sysctl/60-vision.conf", "vm.max_map_count = 1048576", "vm.max_map_count = 65530"), "vision"),
        new("HST-05", Host, WithoutFile("logrotate/document-search")),
        new("HST-05", Host, File("logrotate/document-search", "logs/nginx/*.log", "logs/nginx/access.log")),
        new("HST-05", Host, File("logrotate/document-search", "postrotate", "prerotate")),
        new("HST-05", Host, File("logrotate/document-search", "rotate 30", "rotate 4000")),

        new("INV-01", Host, Without(Named("DnsRecord", "dns-a"))),
        new("INV-01", Host, Without(Of("ReservedIpAssignment"))),
        new("INV-01", Host, Set(Named("DnsRecord", "dns-a"), "198.51.100.99", "value")),
        new("INV-01", Host, Set(Of("ReservedIpAssignment"), 7.0, "dropletId")),
        new("INV-01", Cluster, Set(Named("DnsRecord", "dns-a"), "other", "name")),
        new("INV-01", Cluster, Set(Named("DnsRecord", "dns-a"), "TXT", "type")),
        new("INV-02", Host, Without(Named("DnsRecord", "dns-caa"))),
        new("INV-02", Cluster, Set(Named("DnsRecord", "dns-caa"), "issuewild", "tag")),
        new("INV-02", Cluster, Set(Named("DnsRecord", "dns-caa"), "ca.example.net", "value")),
        new("INV-03", Host, Without(Of("DatabaseDb"))),
        new("INV-03", Cluster, Without(Of("DatabaseUser"))),
        new("INV-03", Host, Without(Of("DatabaseConnectionPool"))),
        new("INV-03", Host, Set(Of("DatabaseDb"), "another-cluster", "clusterId")),
        new("INV-03", Host, Set(Of("DatabaseConnectionPool"), "doadmin", "user")),
        new("INV-04", Host, Without(Of("ContainerRegistryDockerCredentials"))),
        new("INV-04", Cluster, Set(Of("ContainerRegistryDockerCredentials"), true, "write")),
        new("INV-05", Host, Without(Of("Cdn")), "web-platform"),
        new("INV-05", Host, Without(Of("Certificate")), "web-platform"),
        new("INV-05", Cluster, Without(Of("SpacesBucketCorsConfiguration")), "web-platform"),
        new("INV-05", Host, Set(Of("SpacesBucketCorsConfiguration"), new object[] { "https://elsewhere.example.com" }, "corsRules", 0,
            "allowedOrigins"), "web-platform"),
        new("INV-05", Host, Set(Of("Cdn"), "another.nyc3.digitaloceanspaces.com", "origin"), "web-platform"),
        new("INV-06", Host, Without(Of("ProjectResources"))),
        new("INV-06", Cluster, Set(Of("ProjectResources"), Nothing, "resources", 1)),
        new("INV-06", Cluster, Set(Of("ProjectResources"), "another-project", "project")),
        new("INV-07", Host, Without(Named("RandomPassword", "client-searcher"))),
        new("INV-07", Cluster, Set(Named("RandomPassword", "client-uploader"), 12.0, "length")),
        new("INV-08", Cluster, Without(Named("Ingress", "edge-health"))),
        new("INV-08", Cluster, Set(Named("Ingress", "edge-health"), "worker", "spec", "rules", 0, "http", "paths", 0, "backend", "service",
            "name")),
        new("INV-09", Host, WithoutFile("grafana/dashboards/business.json")),
        new("INV-09", Cluster, Without(Named("ConfigMap", "dashboard-alerts"))),
        new("INV-09", Cluster, Set(Named("ConfigMap", "dashboard-resources"), Nothing, "metadata", "labels", "grafana_dashboard")),
        new("INV-09", Host, WithoutFile("grafana/provisioning/datasources/datasources.yml")),
        new("INV-09", Host, File("grafana/provisioning/datasources/datasources.yml", "uid: alertmanager", "uid: alerts")),
        new("INV-09", Host, File("grafana/provisioning/dashboards/dashboards.yml", "/etc/grafana/dashboards", "/etc/grafana/boards")),
        new("INV-10", Cluster, Without(Named("Release", "blackbox-exporter"))),
        new("INV-10", Cluster, Set(Named("Release", "blackbox-exporter"), "prober", "values", "fullnameOverride")),
        new("INV-11", Host, Without(Named("BucketVersioning", "bucket-uploads-versioning")), "web-platform"),
        new("INV-11", Cluster, Set(Named("BucketVersioning", "bucket-uploads-versioning"), "Suspended", "versioningConfiguration",
            "status"), "web-platform"),

        new("REF-04", Cluster, Without(Named("StatefulSet", "redis"))),
        new("REF-04", Cluster, Set(Named("Service", "api"), "another", "spec", "selector", "app.kubernetes.io/instance")),
        new("REF-05", Cluster, Without(Named("Secret", "grafana-admin"))),
        new("REF-05", Cluster, Without(Named("Secret", "alertmanager-receivers"))),
        new("REF-05", Cluster, Without(Named("Secret", "additional-scrape-jobs"))),
        new("REF-05", Cluster, Without(Named("ConfigMap", "log-documents")), "vision"),
        new("REF-05", Cluster, Set(Named("Secret", "grafana-admin"), Nothing, "stringData", "admin-password")),
        new("REL-17", Cluster, Without(Named("PodDisruptionBudget", "api"))),
        new("REL-17", Cluster, Set(Named("PodDisruptionBudget", "worker"), "other", "spec", "selector", "matchLabels",
            "app.kubernetes.io/component")),
        new("REL-18", Cluster, Without(Of("LimitRange"))),
        new("REL-18", Cluster, Set(Of("LimitRange"), Nothing, "spec", "limits", 0, "defaultRequest", "cpu")),
    ];

    private static Func<Plan, Plan> WithoutFile(string path) => plan =>
        plan with { Files = plan.Files.Remove(plan.Files.Single(file => file.Path == path)) };

    private static Func<PlannedResource, bool> Of(string kind) => resource => resource.Kind == kind && !resource.IsComponent;

    private static Func<PlannedResource, bool> Named(string kind, string name) => resource => resource.Kind == kind
        && resource.Name == name && !resource.IsComponent;
}
