using System.Collections;
using System.Text.RegularExpressions;
using Infra.Facts;
using Infra.Facts.Charts;
using Infra.Planning;

namespace Infra.Policies;

/// <summary>What values of charts must not add: ways in from outside, and protection that is taken back (PL-07, PL-08).</summary>
internal static class ChartExposureRules
{
    // Values that open something, whatever chart they are given to: the end of their place, what opens, and what they do.
    private static readonly ImmutableArray<Weakness> Openings =
    [
        new(@"ingress(PerReplica)?\.enabled?$", value => value is true, "makes an Ingress of its own"),
        new(@"route\.[^.]+\.enabled$", value => value is true, "makes a route of its own"),
        new(@"(service|servicePerReplica|spec)\.type$", value => value is "LoadBalancer" or "NodePort", "opens a port to the network"),
        new(@"(nodePort|hostPort|[hH]ostPort\.enabled?)$", value => value is true or > 0.0, "takes a port of its node"),
        new(@"(hostNetwork|hostPID|hostIPC)(\.enabled)?$", value => value is true, "shares what its node has"),
        new(@"(externalIPs|loadBalancerIP)(\[\])?$", value => value is string { Length: > 0 }, "listens on an address of the network"),
    ];

    private static readonly ImmutableArray<Weakness> Weakenings =
    [
        // Of pods.
        new(@"\.privileged$", value => value is true, "has all privileges of its node"),
        new(@"\.runAsNonRoot$", value => value is false, "may run as root"),
        new(@"\.(runAsUser|runAsGroup|fsGroup)$", value => value is 0.0, "runs as root"),
        new(@"\.allowPrivilegeEscalation$", value => value is true, "may gain privileges"),
        new(@"[sS]ecurityContext\.readOnlyRootFilesystem$", value => value is false, "can write to its root file system"),
        new(@"\.capabilities\.add\[\]$", value => value is string and not "NET_BIND_SERVICE", "has a capability of the kernel"),
        new(@"(seccompProfile|appArmorProfile)\.type$", value => value is "Unconfined", "runs unconfined"),

        // Of programs.
        new(@"(?i)(insecure_?skip_?(tls_?)?verify|tls_?skip_?verify(_insecure)?)$", value => value is true, "trusts any certificate"),
        new(@"selfSignedCertificate\.disabled$", value => value is true, "speaks in the clear"),
        new(@"xpack\.security(\.[a-z_]+)*\.?enabled$", value => value is false, "asks for no login"),
        new(@"xpack\.security\.authc\.anonymous\.", value => value is not null, "lets in who gives no name"),
        new(@"auth\.anonymous\.enabled$", value => value is true, "lets in who gives no name"),
        new(@"users\.allow_sign_up$", value => value is true, "gives everybody an account"),
        new(@"(enableAdminAPI|enableRemoteWriteReceiver)$", value => value is true, "lets whoever reaches it change what it keeps"),
        new(@"nginxDebug$", value => value is true, "writes what it serves into its log"),
        new(@"(?i)(password|passwd|api_?token|secret_?key)$", value => value is string { Length: > 0 }, "has a secret among its values"),
    ];

    /// <summary>The rules.</summary>
    public static ImmutableArray<Rule> All { get; } =
    [
        new()
        {
            Id = "CHT-20",
            Title = "What charts run is reached by what the plan shows, and by nothing else",
            Scope = Scope.Kubernetes,
            Why = "An Ingress, a node's port or a load balancer that a chart makes is in no plan, and no policy sees it (PL-08; NIST SP "
                + "800-53, SC-7)",
            Remedy = "Leave the value that the message names out, and make a Service or an Ingress in the program where one is needed",
            Judge = plan => Values(plan, Openings),
        },
        new()
        {
            Id = "CHT-21",
            Title = "Values of charts take back no protection",
            Scope = Scope.Kubernetes,
            Why = "What a chart or a program protects unasked is lost by one word among its values (PL-05, PL-07; Kubernetes Pod Security "
                + "Standards; OWASP Kubernetes Top Ten, insecure workload configurations)",
            Remedy = "Leave the value that the message names out; logins belong into a Secret that the values name",
            Judge = plan => Values(plan, Weakenings),
        },
    ];

    private static IEnumerable<Subject> Values(Plan plan, ImmutableArray<Weakness> weaknesses) =>
        from release in PlanFacts.Of(plan).Charts
        from value in Leaves(release.Values, "")
        select new Subject(release.Resource, from weakness in weaknesses
                                             where weakness.IsAt(value.Place, value.Value) && !IsNeeded(release, value.Place)
                                             select $"{weakness.Means} ({value.Place})");

    // Who looks at its node has to be root there, and sees the node's network.
    private static bool IsNeeded(ChartRelease release, string place) => release.Workloads.Any(workload => workload.ReadsNode
        && ((workload.Template.Length > 0 && place == $"{workload.Template}.spec.securityContext.runAsUser")
            || workload.Resources.Any(resources => place == $"{resources.Split('.')[0]}.hostNetwork"
                || place == $"{resources.Split('.')[0]}.hostPID")));

    private static IEnumerable<(string Place, object? Value)> Leaves(object? value, string place) => value switch
    {
        IReadOnlyDictionary<string, object?> map => map.SelectMany(entry =>
            Leaves(entry.Value, place.Length > 0 ? $"{place}.{entry.Key}" : entry.Key)),
        IEnumerable items and not string => items.Cast<object?>().SelectMany(item => Leaves(item, $"{place}[]")),
        _ => [(place, value)],
    };

    /// <summary>A value that makes something weaker.</summary>
    /// <param name="Place">End of its place, as a pattern.</param>
    /// <param name="Is">What makes it weak.</param>
    /// <param name="Means">What it does, as the predicate of a sentence about the release.</param>
    private sealed record Weakness(string Place, Func<object?, bool> Is, string Means)
    {
        private readonly Regex pattern = new(Place, RegexOptions.CultureInvariant);

        /// <summary>Whether it stands somewhere.</summary>
        /// <param name="place">A place.</param>
        /// <param name="value">The value there.</param>
        public bool IsAt(string place, object? value) => Is(value) && pattern.IsMatch(place);
    }
}
