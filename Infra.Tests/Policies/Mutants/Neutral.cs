using System.Text.RegularExpressions;

namespace Infra.Tests.Policies.Mutants;

/// <summary>What may change without anything becoming weaker: names, places, what people read, and what breaks the system at its first
/// request rather than weakening it in silence.</summary>
internal static class Neutral
{
    private static readonly ImmutableArray<(Regex Place, Regex Path, Regex Weakening)> Table =
    [
        Of("^kubernetes:", @"^metadata\.(name|namespace|generateName)$"),
        Of("^kubernetes:", @"\.(containers|initContainers)\[\](\.(name|ports.*|args.*|command.*))?$", "^(drop|empty)$"),
        Of("^kubernetes:", @"\.(env|envFrom|volumes|volumeMounts)(\[\])?(\..*)?$", "^(drop|empty)$"),
        Of("^kubernetes:", @"\.(name|apiVersion|kind)$", "^drop$"),
        Of("^kubernetes:core/v1:ConfigMap$", "", "^(drop|empty)$"),
        Of("^kubernetes:helm.sh", "^compat$"), // Pulumi's library writes it itself, whatever the program says.

        // Labels that people read; those that select are weakened where they are selected by.
        Of("^kubernetes:", @"metadata\.labels(\[app\.kubernetes\.io/.*)?$"),
        Of("^kubernetes:core/v1:Namespace$", @"metadata\.labels\[pod-security\.kubernetes\.io/(audit|warn|enforce-version)"),

        // What the API takes instead is no weaker: probes ask sooner, revisions are more, volumes belong to the process' group anyway.
        Of("^kubernetes:", @"Probe\.(timeoutSeconds|periodSeconds|failureThreshold|initialDelaySeconds|httpGet\.path|exec\.command\[\])$",
            "^drop$"),
        Of("^kubernetes:", @"revisionHistoryLimit$|progressDeadlineSeconds$|backoffLimit$|HistoryLimit$|fsGroup(ChangePolicy)?$", "^drop$"),
        Of("^kubernetes:apps/v1:Deployment$", @"^spec\.strategy(\..*)?$", "^drop$"),
        Of("^kubernetes:", @"HistoryLimit$|revisionHistoryLimit$", "^lower to 1$"),
        Of("^kubernetes:", @"(averageUtilization|stabilizationWindowSeconds)$", "^drop$"),
        Of("^kubernetes:core/v1:Secret$", @"^(stringData|metadata)$", "^(drop|empty)$"),
        Of("^random:", @"^special$"),
        Of("^digitalocean:", @"^(name|region|description|environment|purpose|dbName|clusterId|checkId|engine|version|ttl|domain)$",
            "^drop$"),
        Of("^aws:", @"^(name|bucket|bucketPrefix|tags(\..*)?)$", "^drop$"),
        Of("^(aws:iam|digitalocean:index/databaseConnectionPool)", "^user$"),
        Of("^pulumi:providers:aws", "^skip|^region$"),
        Of("^(compose.yaml|kubernetes:)", @"(^|\.)(command|entrypoint|args|profiles|hostname)(\[\])?$"),
        Of("^compose.yaml$", @"\.logging\.options\.tag$|\.start_interval$|\.env_file\[\]\.format$|\.volumes\[\]\.(source|target|type)$"),
        Of("^compose.yaml$", @"\.healthcheck\.(test\[\]|timeout|retries|interval|start_period)$", "^drop$"),
        Of("^nginx/", @"add_header (X-Cache-Status|Retry-After)$|access_log$|proxy_cache_use_stale$|proxy_next_upstream$"),
        Of("^nginx/", @"_timeout$", "^drop$"),

        // What is said again by something of the same meaning, or asked more often.
        Of("^(prometheus/rules.yml|kubernetes:monitoring.coreos.com/v1:PrometheusRule)$", @"groups\[\]\.interval$", "^drop$"),
        Of("^(prometheus/rules.yml|kubernetes:monitoring.coreos.com/v1:PrometheusRule)$", @"\.labels\.(measure|service|window)$"),
        Of("^prometheus/prometheus.yml$", @"\.(scrape_interval|refresh_interval)$", "^drop$"),
        Of("^alertmanager/", @"headers(\..*)?$|^route\.repeat_interval$", "^drop$"),
        Of("^command:", @"^connection\.(dialErrorLimit|perDialTimeout)$|^update$", "^drop$"),

        Of("^alertmanager/", "^global$", "^drop$"),
        Of("^kubernetes:networking.k8s.io/v1:Ingress$",
            @"nginx.org/(keepalive|lb-method|max-fails|fail-timeout|location-snippets|rewrites)\]$", "^drop$"),
        Of("^kubernetes:cert-manager", @"issue-temporary-certificate\]$|acme\.email$"),
        Of("^digitalocean:index/(dnsRecord|spacesBucketCors)", @"^ttl$|allowedHeaders(\[\])?$|maxAgeSeconds$", "^(drop|empty|raise.*)$"),
        Of("^digitalocean:index/spacesBucket:", "^forceDestroy$", "^drop$"),
        Of("^digitalocean:index/kubernetesCluster:", "^destroyAllAssociatedResources$", "^drop$"),

        // Less is reachable, more is kept, or it goes faster.
        Of("^compose.yaml$", @"\.(expose|ports)(\[\].*)?$|\.(pid|stop_signal)$", "^(drop|empty)$"),
        Of("^compose.yaml$", @"\.environment(\[xpack\.security\.enabled\]|\.ES_TMPDIR)$"),
        Of("^aws:s3/bucketLifecycle", @"expiredObjectDeleteMarker$|\.filter\.tag\.value$|noncurrentVersionExpiration$", "^(drop|flip)$"),
        Of("^kubernetes:autoscaling", @"scaleUp(\..*)?$", "^(drop|empty|raise.*)$"),
        Of("^kubernetes:autoscaling", @"scaleDown\.policies\[\]\.(value|periodSeconds)$", "^(lower|raise)"),
        Of("^digitalocean:index/databasePostgresqlConfig",
            @"^(backupMinute|log.*|max.*Workers|maxWorkerProcesses|shared.*|trackIoTiming)$", "^drop$"),
        Of("^digitalocean:index/vpc:", "^ipRange$", "^drop$"),
        Of("^kubernetes:core/v1:Service$", @"do-loadbalancer-(name|type)\]$|^spec\.clusterIP$", "^drop$"),
        Of("^nginx/", @"add_header Access-Control-[A-Za-z-]+$", "^(drop|say nothing)$"),
        Of("^nginx/", @"location @[a-z0-9]+ > internal$|proxy_set_header (Connection|Upgrade)$", "^drop$"),
        Of("^compose.yaml$", @"^(volumes|services)\.[^.]+(\.name)?$", "^drop$"),
    ];

    /// <summary>Whether a value may change in any way.</summary>
    /// <param name="place">Type of the resource, or path of the file.</param>
    /// <param name="node">The value.</param>
    public static bool Is(string place, PlanNode node) => Is(place, node, "");

    /// <summary>Whether a change is none for the worse.</summary>
    /// <param name="place">Type of the resource, or path of the file.</param>
    /// <param name="node">The value.</param>
    /// <param name="weakening">The change; empty for whichever.</param>
    public static bool Is(string place, PlanNode node, string weakening) => Is(place, node.Shape, weakening);

    /// <summary>Whether a change is none for the worse.</summary>
    /// <param name="place">Type of the resource, or path of the file.</param>
    /// <param name="path">Path in it, without positions.</param>
    /// <param name="weakening">The change; empty for whichever.</param>
    public static bool Is(string place, string path, string weakening) => Table.Any(line =>
        (weakening.Length == 0 ? line.Weakening.ToString().Length == 0 : line.Weakening.IsMatch(weakening))
        && line.Place.IsMatch(place) && line.Path.IsMatch(path));

    private static (Regex, Regex, Regex) Of(string place, string path, string weakening = "") =>
        (new(place, RegexOptions.CultureInvariant), new(path, RegexOptions.CultureInvariant),
            new(weakening, RegexOptions.CultureInvariant));
}
