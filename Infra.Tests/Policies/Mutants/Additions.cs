using System.Text.RegularExpressions;

namespace Infra.Tests.Policies.Mutants;

/// <summary>What weakens an object by being there: flags and members that nobody wrote.</summary>
internal static class Additions
{
    private static readonly ImmutableArray<(Regex Place, Regex Path, string Name, object Value)> Table =
    [
        .. Containers("securityContext.privileged", true),
        .. Containers("securityContext.procMount", "Unmasked"),
        .. Containers("securityContext.capabilities.add", Items("SYS_ADMIN")),
        .. Containers("securityContext.runAsUser", 0.0),
        .. Containers("securityContext.runAsNonRoot", false),
        .. Containers("securityContext.seccompProfile.type", "Unconfined"),
        .. Containers("securityContext.appArmorProfile.type", "Unconfined"),
        .. Containers("securityContext.seLinuxOptions.type", "spc_t"),
        .. Containers("livenessProbe.httpGet.host", "192.0.2.7"),
        .. Pods("hostNetwork", true),
        .. Pods("hostPID", true),
        .. Pods("hostIPC", true),
        .. Pods("shareProcessNamespace", true),
        .. Pods("securityContext.sysctls", Items(Map(("name", "kernel.msgmax"), ("value", "65536")))),
        .. Pods("securityContext.windowsOptions.hostProcess", true),
        .. Pods("nodeName", "node-1"),
        .. Pods("hostAliases", Items(Map(("ip", "192.0.2.7"), ("hostnames", Items("database.example.com"))))),
        .. Pods("tolerations", Items(Map(("operator", "Exists")))),
        Of("^digitalocean:index/kubernetesCluster:", "^$", "destroyAllAssociatedResources", true),
        Of("^digitalocean:index/droplet:", "^$", "ipv6", true),
        Of("^digitalocean:index/droplet:", "^$", "backups", false),
        Of("^aws:s3/bucket:", "^$", "forceDestroy", true),
        Of("^aws:s3/bucketLifecycle", @"^rules\[\]$", "noncurrentVersionExpiration", Map(("noncurrentDays", 1.0))),
        Of("^aws:iam/user:", "^$", "forceDestroy", true),
        Of("^kubernetes:apps/v1:(Deployment|StatefulSet)$", "^spec$", "paused", true),
        Of("^kubernetes:apps/v1:StatefulSet$", "^spec$", "persistentVolumeClaimRetentionPolicy",
            Map(("whenDeleted", "Delete"), ("whenScaled", "Delete"))),
        Of("^kubernetes:core/v1:Service$", "^spec$", "externalIPs", Items("198.51.100.7")),
        Of("^kubernetes:core/v1:ServiceAccount$", "^$", "automountServiceAccountToken", true),
        Of("^kubernetes:policy/v1", "^spec$", "maxUnavailable", "100%"),
        Of("^kubernetes:policy/v1", "^spec$", "maxUnavailable", 0.0),
        Of("^kubernetes:networking.k8s.io/v1:NetworkPolicy$", "^spec$", "ingress", Items(Map())),
        Of("^kubernetes:networking.k8s.io/v1:NetworkPolicy$", "^spec$", "egress", Items(Map())),
        Of("^kubernetes:networking.k8s.io/v1:Ingress$", @"^metadata\.annotations$", "nginx.org/limit-req-dry-run", "true"),
        Of("^kubernetes:networking.k8s.io/v1:Ingress$", @"^metadata\.annotations$", "nginx.org/location-snippets", "limit_req_dry_run on;"),
        Of("^kubernetes:networking.k8s.io/v1:Ingress$", @"^metadata\.annotations$", "nginx.org/ssl-protocols", "TLSv1"),
        Of("^kubernetes:helm.sh", @"^values\.(controller|webhook)$", "hostNetwork", true),
        Of("^kubernetes:helm.sh", @"^values\.controller$", "hostPort.enable", true),
        Of("^kubernetes:helm.sh", @"^values\.controller$", "securityContext.allowPrivilegeEscalation", true),
        Of("^kubernetes:helm.sh", @"^values\.(grafana|prometheus|alertmanager)$", "ingress.enabled", true),
        Of("^kubernetes:helm.sh", @"^values\.(grafana|prometheus|alertmanager)$", "service.type", "LoadBalancer"),
        Of("^kubernetes:helm.sh", @"^values\.grafana$", "adminPassword", "Winter-2026-Winter"),
        Of("^kubernetes:helm.sh", @"^values\.prometheus\.prometheusSpec$", "enableAdminAPI", true),
        Of("^kubernetes:helm.sh", @"^values\.prometheus\.prometheusSpec$", "securityContext.runAsUser", 0.0),
        Of("^kubernetes:helm.sh", @"^values\.(eck-elasticsearch|eck-kibana)$", "http.tls.selfSignedCertificate.disabled", true),
        Of("^kubernetes:helm.sh", @"^values\.(eck-elasticsearch|eck-kibana)$", "http.service.spec.type", "LoadBalancer"),
        Of("^kubernetes:helm.sh", "^$", "skipCrds", true),
        Of("^kubernetes:helm.sh", "^$", "verify", false),
        Of("^kubernetes:helm.sh", "^$", "disableOpenapiValidation", true),
        Of("^compose.yaml$", @"^services\.[^.\[]+$", "privileged", true),
        Of("^compose.yaml$", @"^services\.[^.\[]+$", "network_mode", "host"),
        Of("^compose.yaml$", @"^services\.[^.\[]+$", "ipc", "host"),
        Of("^compose.yaml$", @"^services\.[^.\[]+$", "pid", "host"),
        Of("^compose.yaml$", @"^services\.[^.\[]+$", "userns_mode", "host"),
        Of("^compose.yaml$", @"^services\.[^.\[]+$", "uts", "host"),
        Of("^compose.yaml$", @"^services\.[^.\[]+$", "cgroup", "host"),
        Of("^compose.yaml$", @"^services\.[^.\[]+$", "pid", "service:nginx"),
        Of("^compose.yaml$", @"^services\.[^.\[]+$", "cap_add", Items("SYS_ADMIN")),
        Of("^compose.yaml$", @"^services\.[^.\[]+$", "devices", Items("/dev/kmsg:/dev/kmsg")),
        Of("^compose.yaml$", @"^services\.[^.\[]+$", "oom_kill_disable", true),
        Of("^compose.yaml$", @"^services\.[^.\[]+$", "sysctls", Map(("net.ipv4.ip_forward", "1"))),
        Of("^compose.yaml$", @"^services\.[^.\[]+$", "environment", Map(("DATABASE_PASSWORD", "Winter-2026-Winter"))),
        Of("^compose.yaml$", @"^services\.[^.\[]+$", "ports", Items("6379:6379")),
        Of("^compose.yaml$", @"^services\.[^.\[]+$", "volumes", Items("/var/run/docker.sock:/var/run/docker.sock")),
        Of("^compose.yaml$", @"^services\.[^.\[]+$", "volumes",
            Items(Map(("type", "bind"), ("source", "/run/docker.sock"), ("target", "/engine"), ("read_only", true)))),
        Of("^compose.yaml$", @"^services\.[^.\[]+$", "volumes", Items("/:/host")),
        Of("^compose.yaml$", @"^services\.[^.\[]+$", "volumes", Items("/etc:/host/etc:ro")),
    ];

    /// <summary>What may be added to an object.</summary>
    /// <param name="place">Type of the resource, or path of the file.</param>
    /// <param name="path">Path of the object, without positions; empty for the whole.</param>
    public static IEnumerable<(string Name, object Value)> To(string place, string path) =>
        from line in Table
        where line.Place.IsMatch(place) && line.Path.IsMatch(path)
        select (line.Name, line.Value);

    private static IEnumerable<(Regex, Regex, string, object)> Containers(string name, object value) =>
        [Of("^kubernetes:", @"(^|\.)spec\.(initContainers|containers)\[\]$", name, value)];

    private static IEnumerable<(Regex, Regex, string, object)> Pods(string name, object value) =>
        [Of("^kubernetes:(apps|batch)/", @"template\.spec$", name, value)];

    private static (Regex, Regex, string, object) Of(string place, string path, string name, object value) =>
        (new(place, RegexOptions.CultureInvariant), new(path, RegexOptions.CultureInvariant), name, value);

    private static ImmutableArray<object?> Items(params object?[] items) => [.. items];

    private static ImmutableSortedDictionary<string, object?> Map(params (string Name, object? Value)[] entries) =>
        entries.ToImmutableSortedDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal);
}
