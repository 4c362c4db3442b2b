using System.Collections;
using System.Text.RegularExpressions;
using Infra.Facts.Pods;
using Infra.Planning;

namespace Infra.Tests.Policies.Mutants;

/// <summary>What an API takes where nothing is said. Two objects that differ in nothing else mean the same.</summary>
internal static class ApiDefaults
{
    // kubernetes.io, API reference 1.36; registry.terraform.io, digitalocean, aws and random; docs.docker.com, Compose file reference;
    // prometheus.io, Alertmanager configuration and operator API.
    private static readonly ImmutableArray<(Regex Place, Regex Path, object Value)> Table =
    [
        Of("^kubernetes:", @"\.protocol$", "TCP"),
        Of("^kubernetes:", @"Probe\.timeoutSeconds$", 1.0),
        Of("^kubernetes:", @"Probe\.periodSeconds$", 10.0),
        Of("^kubernetes:", @"Probe\.failureThreshold$", 3.0),
        Of("^kubernetes:", @"Probe\.successThreshold$", 1.0),
        Of("^kubernetes:", @"Probe\.initialDelaySeconds$", 0.0),
        Of("^kubernetes:", @"Probe\.httpGet\.scheme$", "HTTP"),
        Of("^kubernetes:", @"\.terminationGracePeriodSeconds$", 30.0),
        Of("^kubernetes:apps/v1:(Deployment|StatefulSet)$", @"^spec\.(strategy|updateStrategy)\.type$", "RollingUpdate"),
        Of("^kubernetes:apps/v1:", @"^spec\.replicas$", 1.0),
        Of("^kubernetes:apps/v1:", @"^spec\.progressDeadlineSeconds$", 600.0),
        Of("^kubernetes:apps/v1:", @"^spec\.revisionHistoryLimit$", 10.0),
        Of("^kubernetes:apps/v1:", @"^spec\.(paused|minReadySeconds)$", false),
        Of("^kubernetes:core/v1:Service$", @"^spec\.type$", "ClusterIP"),
        Of("^kubernetes:core/v1:Service$", @"^spec\.externalTrafficPolicy$", "Cluster"),
        Of("^kubernetes:core/v1:Secret$", @"^type$", "Opaque"),
        Of("^kubernetes:batch/", @"^spec\.suspend$", false),
        Of("^kubernetes:batch/", @"^spec\.concurrencyPolicy$", "Allow"),
        Of("^kubernetes:batch/", @"\.backoffLimit$", 6.0),
        Of("^kubernetes:batch/", @"\.(completions|parallelism)$", 1.0),
        Of("^kubernetes:batch/", @"^spec\.successfulJobsHistoryLimit$", 3.0),
        Of("^kubernetes:batch/", @"^spec\.failedJobsHistoryLimit$", 1.0),
        Of("^kubernetes:", @"\.imagePullPolicy$", "IfNotPresent"),
        Of("^kubernetes:", @"\.spec\.restartPolicy$", "Always"),
        Of("^kubernetes:", @"\.host(Network|PID|IPC)$|\.shareProcessNamespace$|\.securityContext\.privileged$", false),
        Of("^kubernetes:", @"\.volumeMounts\[\]\.readOnly$|\.optional$", false),
        Of("^kubernetes:", @"\.volumes\[\]\.(secret|configMap|projected)\.defaultMode$", 420.0),
        Of("^kubernetes:autoscaling", @"^spec\.minReplicas$", 1.0),
        Of("^kubernetes:autoscaling", @"^spec\.behavior\.scaleUp\.stabilizationWindowSeconds$", 0.0),
        Of("^kubernetes:autoscaling", @"^spec\.behavior\.scaleDown\.stabilizationWindowSeconds$", 300.0),
        Of("^pulumi:providers:kubernetes$", @"^enableServerSideApply$", true),
        Of("^kubernetes:helm.sh", @"^(skipCrds|atomic|verify|disableOpenapiValidation|skipAwait)$", false),

        // The charts' own values.yaml: nginx/kubernetes-ingress; prometheus-community and grafana-community; elastic/cloud-on-k8s. What
        // the charts leave to the programs: Filebeat reference, parser "container"; Logstash reference, pipeline.id; ECK, pod templates.
        Of("^kubernetes:helm.sh", @"^values\.controller\.ingressClass\.name$", "nginx"),
        Of("^kubernetes:helm.sh", @"^values\.controller\.ingressClass\.create$", true),
        Of("^kubernetes:helm.sh", @"^values\.controller\.ingressClass\.setAsDefaultIngress$", false),
        Of("^kubernetes:helm.sh", @"^values\.controller\.podDisruptionBudget\.enabled$", false),
        Of("^kubernetes:helm.sh", @"^values\.controller\.config\.entries\.worker-processes$", "auto"),
        Of("^kubernetes:helm.sh", @"^values\.controller\.config\.entries\.worker-connections$", "1024"),
        Of("^kubernetes:helm.sh", @"^values\.prometheus\.create$", true),
        Of("^kubernetes:helm.sh", @"^values\.(controller\.|webhook\.)?replicaCount$", 1.0),
        Of("^kubernetes:helm.sh", @"^values\.(prometheus\.prometheusSpec|alertmanager\.alertmanagerSpec)\.replicas$", 1.0),
        Of("^kubernetes:helm.sh", @"^values\.grafana\.persistence\.enabled$", false),
        Of("^kubernetes:helm.sh", @"^values\.grafana\.admin\.userKey$", "admin-user"),
        Of("^kubernetes:helm.sh", @"^values\.grafana\.admin\.passwordKey$", "admin-password"),
        Of("^kubernetes:helm.sh", @"^values\.grafana\.sidecar\.dashboards\.label$", "grafana_dashboard"),
        Of("^kubernetes:helm.sh", @"^values\.grafana\.sidecar\.dashboards\.labelValue$", "1"),
        Of("^kubernetes:helm.sh", @"^values\.grafana\.sidecar\.dashboards\.searchNamespace$", "ALL"),
        Of("^kubernetes:helm.sh", @"^values\.(eck-elasticsearch|eck-kibana)\.enabled$", true),
        Of("^kubernetes:helm.sh", @"^values\.(eck-kibana|eck-logstash)\.count$", 1.0),
        Of("^kubernetes:helm.sh", @"^values\.eck-logstash\.pipelines\[\]\.pipeline\.id$", "main"),
        Of("^kubernetes:helm.sh", @"\.services\[\]\.service\.spec\.ports\[\]\.targetPort$", 5044.0), // else the port itself, the same
        Of("^kubernetes:helm.sh", @"\.podTemplate\.spec\.automountServiceAccountToken$", false),
        Of("^kubernetes:helm.sh", @"^values\.config\.filebeat\.inputs\[\]\.parsers\[\]\.container\.stream$", "all"),
        Of("^kubernetes:helm.sh", @"^values\.config\.filebeat\.inputs\[\]\.parsers\[\]\.container\.format$", "auto"),
        Of("^digitalocean:", @"^(ipv6|gracefulShutdown|backups|monitoring|destroyAllAssociatedResources|autoUpgrade|ha|autoScale)$", false),
        Of("^digitalocean:", @"^(resizeDisk|surgeUpgrade|enabled)$", true),
        Of("^aws:", @"forceDestroy$|bucketKeyEnabled$", false),
        Of("^aws:s3/bucketPublicAccessBlock", @"", false),
        Of("^random:", @"^(special|upper|lower|numeric)$", true),
        Of("^aws:s3/bucketLifecycle", @"\.filter\.prefix$", ""),
        Of("^kubernetes:scheduling", @"^globalDefault$", false),
        Of("^kubernetes:monitoring.coreos.com/v1:ServiceMonitor$", @"^spec\.endpoints\[\]\.path$", "/metrics"),
        Of("^pulumi:providers:kubernetes$", @"^enableServerSideApply$", "true"),
        Of("^kubernetes:networking.k8s.io/v1:Ingress$", @"nginx.org/(proxy-(connect|read|send)-timeout)\]?$", "60s"),
        Of("^kubernetes:networking.k8s.io/v1:Ingress$", @"nginx.org/limit-req-zone-size\]?$", "10m"),
        Of("^kubernetes:networking.k8s.io/v1:Ingress$", @"nginx.org/fail-timeout\]?$", "10s"),
        Of("^kubernetes:cert-manager", @"issuerRef\.group$", "cert-manager.io"),
        Of("^digitalocean:index/spacesBucket:", @"^acl$", "private"),
        Of("^digitalocean:index/spacesBucket:", @"^forceDestroy$", false),
        Of("^command:", @"^connection\.port$", 22.0),
        Of("^digitalocean:index/containerRegistryDockerCredentials", @"^write$", false),
        Of("^alertmanager/", @"^global\.resolve_timeout$", "5m"),
        Of("^alertmanager/", @"^route\.group_wait$", "30s"),
        Of("^alertmanager/", @"^route\.group_interval$", "5m"),
        Of("^alertmanager/", @"\.require_tls$", true),
        Of("^compose.yaml$", @"\.(read_only|privileged|internal|external)$", false),
        Of("^compose.yaml$", @"\.restart$", "no"),
    ];

    /// <summary>Whether two forms of a resource or a file mean the same.</summary>
    /// <param name="place">Type of the resource, or path of the file.</param>
    /// <param name="one">One form.</param>
    /// <param name="other">The other one.</param>
    public static bool AreSame(string place, object? one, object? other) =>
        Same(Written(place, "", one), Written(place, "", other));

    /// <summary>Whether two forms of an object make pods whose containers run with the same rights, and differ in nothing else.</summary>
    /// <param name="one">One form.</param>
    /// <param name="other">The other one.</param>
    public static bool RunAlike(PlannedResource one, PlannedResource other) =>
        Pods(one) is { Length: > 0 } before && Pods(other) is { Length: > 0 } after && before.SequenceEqual(after)
        && Same(Written(one.Type, "", Without(one.Inputs)), Written(other.Type, "", Without(other.Inputs)));

    private static string[] Pods(PlannedResource resource)
    {
        try
        {
            return
            [
                .. PodReader.Read(resource.Kind, resource.Name, resource.Inputs).SelectMany(pod => pod.Containers.Select(container =>
                    $"{container.Name} {container.RunAsNonRoot} {container.RunAsUser} {container.RunAsGroup} "
                        + $"{container.ReadOnlyRootFilesystem} "
                    + $"{container.AllowPrivilegeEscalation} {container.Privileged} {string.Join(',', container.DroppedCapabilities.Order())} "
                    + $"{string.Join(',', container.AddedCapabilities.Order())} {container.SeccompProfile} {container.AppArmorProfile} {container.ProcMount} "
                    + $"{container.SELinux?.Type} {container.IsHostProcess} {pod.Spec.SecurityContext?.FsGroup} {pod.Spec.SecurityContext?.FsGroupChangePolicy} "
                    + $"{pod.Spec.SecurityContext?.Sysctls?.Count} {pod.Spec.SecurityContext?.SeccompProfile?.Type is "Unconfined"} {pod.Spec.SecurityContext?.RunAsUser is 0}")),
            ];
        }
        catch (PodException)
        {
            return [];
        }
    }

    private static object? Without(object? value) => value switch
    {
        IReadOnlyDictionary<string, object?> map => map.Where(entry => entry.Key != "securityContext")
            .ToImmutableSortedDictionary(entry => entry.Key, entry => Without(entry.Value), StringComparer.Ordinal),
        IEnumerable items and not string => items.Cast<object?>().Select(Without).ToImmutableArray(),
        _ => value,
    };

    // Empty lists and maps stay where they mean something: {} selects everything.
    private static object? Written(string place, string path, object? value)
    {
        switch (value)
        {
            case IReadOnlyDictionary<string, object?> map:
                return map.Select(entry => (entry.Key, Value: Written(place, path.Length > 0 ? $"{path}.{entry.Key}" : entry.Key,
                    entry.Value)))
                    .Where(entry => entry.Value is not null && !(IsMergedByHelm(place, path, entry.Key)
                        && entry.Value is IReadOnlyDictionary<string, object?> { Count: 0 }))
                    .ToImmutableSortedDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);
            case IEnumerable items and not string:
                var list = items.Cast<object?>().Select(item => Written(place, $"{path}[]", item)).ToImmutableArray();
                return list.IsEmpty ? null : list;
            case int number:
                return Written(place, path, (double)number);
            default:
                return Table.Any(line => Equals(line.Value, value) && line.Place.IsMatch(place) && line.Path.IsMatch(path)) ? null : value;
        }
    }

    // Helm lays maps of values over the chart's own: an empty one says nothing. In lists it does not.
    private static bool IsMergedByHelm(string place, string path, string name) =>
        place.StartsWith("kubernetes:helm.sh", StringComparison.Ordinal) && $"{path}.{name}" is var whole
            && whole.StartsWith("values.", StringComparison.Ordinal) && !whole.Contains('[');

    private static bool Same(object? one, object? other) => (one, other) switch
    {
        (IReadOnlyDictionary<string, object?> a, IReadOnlyDictionary<string, object?> b) =>
            a.Count == b.Count && a.All(entry => b.TryGetValue(entry.Key, out var value) && Same(entry.Value, value)),
        (IEnumerable a and not string, IEnumerable b and not string) =>
            a.Cast<object?>().ToArray() is var left && b.Cast<object?>().ToArray() is var right && left.Length == right.Length
                && left.Zip(right).All(pair => Same(pair.First, pair.Second)),
        _ => Equals(one, other),
    };

    private static (Regex, Regex, object) Of(string place, string path, object value) =>
        (new(place, RegexOptions.CultureInvariant), new(path, RegexOptions.CultureInvariant), value);
}
