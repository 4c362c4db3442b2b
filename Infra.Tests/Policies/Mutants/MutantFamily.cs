using System.Text.RegularExpressions;

namespace Infra.Tests.Policies.Mutants;

/// <summary>What kind of protection a mutant weakens.</summary>
/// <param name="Name">Name in the table.</param>
internal sealed record MutantFamily(string Name)
{
    public static readonly MutantFamily PodSecurity = new("pod security context");
    public static readonly MutantFamily Images = new("images and chart versions");
    public static readonly MutantFamily Resources = new("requests, limits, quotas");
    public static readonly MutantFamily Probes = new("probes and health checks");
    public static readonly MutantFamily Rollout = new("rollout, disruption, scaling");
    public static readonly MutantFamily Identity = new("accounts and RBAC");
    public static readonly MutantFamily NetworkPolicies = new("network policies and Services");
    public static readonly MutantFamily CloudFirewall = new("cloud firewalls");
    public static readonly MutantFamily Edge = new("Ingress and TLS");
    public static readonly MutantFamily Nginx = new("nginx of a server");
    public static readonly MutantFamily Machines = new("clusters, node pools, servers");
    public static readonly MutantFamily Database = new("databases");
    public static readonly MutantFamily Buckets = new("buckets");
    public static readonly MutantFamily Iam = new("IAM and bucket policies");
    public static readonly MutantFamily Options = new("protection and order");
    public static readonly MutantFamily Secrets = new("secrets and connections");
    public static readonly MutantFamily Configuration = new("configuration and volumes of pods");
    public static readonly MutantFamily Alerts = new("alerts and checks");
    public static readonly MutantFamily Schedules = new("schedules and Jobs");
    public static readonly MutantFamily Charts = new("chart values");
    public static readonly MutantFamily ComposeSecurity = new("Compose: security options");
    public static readonly MutantFamily ComposeNetwork = new("Compose: networks and ports");
    public static readonly MutantFamily ComposeVolumes = new("Compose: volumes and files");
    public static readonly MutantFamily ComposeRunning = new("Compose: restart, limits, logs");
    public static readonly MutantFamily Tags = new("names that cost or select");
    public static readonly MutantFamily Deletion = new("whole resource or file deleted");

    // The first line that matches decides; null is what weakens nothing by itself.
    private static readonly ImmutableArray<(Regex Place, Regex Path, MutantFamily? Family)> Table =
    [
        // What is only read by people, and names: of objects, of what they belong to, of where they are.
        Of("", @"(^|\.)(description|displayName|summary)$", null),
        Of("^kubernetes:", @"^(apiVersion|kind)$", null),
        Of("^kubernetes:", @"^metadata(\.name|\.namespace|\.annotations|\.labels)?$", null),
        Of("^kubernetes:", @"metadata\.labels", Tags),
        Of("^kubernetes:core/v1:Namespace", @"^metadata", PodSecurity),

        Of("^kubernetes:networking.k8s.io/v1:NetworkPolicy|^kubernetes:core/v1:Service$", "", NetworkPolicies),
        Of("^digitalocean:index/(firewall|databaseFirewall)", "", CloudFirewall),
        Of("^digitalocean:index/kubernetesCluster:", "^controlPlaneFirewall", CloudFirewall),
        Of("^kubernetes:networking.k8s.io/v1:Ingress|^kubernetes:cert-manager", "", Edge),
        Of("^kubernetes:(policy|autoscaling|scheduling)", "", Rollout),
        Of("^kubernetes:rbac|^kubernetes:core/v1:ServiceAccount$", "", Identity),
        Of("^kubernetes:core/v1:(ResourceQuota|LimitRange)", "", Resources),
        Of("^kubernetes:core/v1:Secret", "", Secrets),
        Of("^kubernetes:core/v1:(ConfigMap|PersistentVolumeClaim)", "", Configuration),
        Of("^kubernetes:monitoring.coreos.com", "", Alerts),
        Of("^kubernetes:helm.sh", @"^(version|chart)$|[iI]mage|\.version$", Images),
        Of("^kubernetes:helm.sh", "", Charts),
        Of("^kubernetes:", @"\.securityContext|host(Network|PID|IPC|Users)$|shareProcessNamespace$", PodSecurity),
        Of("^kubernetes:", @"\.image(PullPolicy|PullSecrets.*)?$", Images),
        Of("^kubernetes:", @"\.resources(\.|$)|sizeLimit|nodeSelector|storage", Resources),
        Of("^kubernetes:", @"(liveness|readiness|startup)Probe", Probes),
        Of("^kubernetes:", @"serviceAccount|automountServiceAccountToken|enableServiceLinks", Identity),
        Of("^kubernetes:", @"^spec\.(schedule|suspend|concurrencyPolicy|timeZone|startingDeadlineSeconds|.*HistoryLimit)$", Schedules),
        Of("^kubernetes:", @"(backoffLimit|activeDeadlineSeconds|ttlSecondsAfterFinished|restartPolicy|completions|parallelism)$",
            Schedules),
        Of("^kubernetes:", @"\.(volumes|volumeMounts|env|envFrom|volumeClaimTemplates|args|command|ports)(\W|$)", Configuration),
        Of("^kubernetes:", @"^spec", Rollout),
        Of("^kubernetes:", @"", Options),
        Of("^pulumi:providers:kubernetes", "kubeconfig", Secrets),
        Of("^pulumi:providers:", "", Options),

        Of("^digitalocean:index/database", "", Database),
        Of("^digitalocean:index/(kubernetes|droplet|vpc|reservedIp|loadBalancer|volume)", "", Machines),
        Of("^digitalocean:index/(uptime|monitor)", "", Alerts),
        Of("^digitalocean:index/containerRegistry", "", Secrets),
        Of("^digitalocean:index/(sshKey)", "", Secrets),
        Of("^digitalocean:index/(dnsRecord|domain|certificate|cdn|spaces|app)", "", Edge),
        Of("^digitalocean:", "", Options),
        Of("^aws:s3/bucketPolicy", "", Iam),
        Of("^aws:s3/", "", Buckets),
        Of("^aws:iam/", "", Iam),
        Of("^random:", "", Secrets),
        Of("^command:", "", Secrets),
        Of("^docker:", "", Images),
        Of("^(aws|pulumi):", "", Options),

        Of("^compose.yaml", @"^name$|\.labels(\W|$)", null),
        Of("^compose.yaml", @"^services\.[^.]+\.(image|build)", Images),
        Of("^compose.yaml", @"\.healthcheck", Probes),
        Of("^compose.yaml", @"\.(user|read_only|cap_drop|cap_add|security_opt|privileged|pid|ipc|devices|tmpfs|userns_mode|sysctls)",
            ComposeSecurity),
        Of("^compose.yaml", @"\.(networks|ports|expose|network_mode)|^networks", ComposeNetwork),
        Of("^compose.yaml", @"\.(volumes|env_file|environment|secrets|configs)|^(volumes|secrets|configs)", ComposeVolumes),
        Of("^compose.yaml", "", ComposeRunning),
        Of("^nginx/", "", Nginx),
        Of("^(prometheus|alertmanager|blackbox|grafana)/", "", Alerts),
        Of(@"\.timer$|\.service$", "", Schedules),
        Of("", "", Options),
    ];

    /// <summary>Every family, by name.</summary>
    public static ImmutableArray<MutantFamily> All { get; } =
        [.. Table.Select(line => line.Family).OfType<MutantFamily>().Append(Deletion).Append(Options).Distinct()
            .OrderBy(family => family.Name, StringComparer.Ordinal)];

    /// <summary>The family of a value; null where it protects nothing.</summary>
    /// <param name="place">Type of the resource, or path of the file.</param>
    /// <param name="path">Path of the value, without positions.</param>
    public static MutantFamily? At(string place, string path) =>
        Table.First(line => line.Place.IsMatch(place) && line.Path.IsMatch(path)).Family;

    private static (Regex, Regex, MutantFamily?) Of(string place, string path, MutantFamily? family) =>
        (new(place, RegexOptions.CultureInvariant), new(path, RegexOptions.CultureInvariant), family);
}
