using System.Net;
using Infra.Planning;
using static Infra.Policies.Wire;

namespace Infra.Policies;

/// <summary>Who may talk to whom (PL-08, ED-01).</summary>
internal static class NetworkRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        new()
        {
            Id = "NET-01",
            Title = "SSH is for administrators only",
            Why = "An open SSH port is tried by everybody, all day (DS-07; NSA/CISA guidance on management interfaces)",
            Remedy = "List the ranges of administrators in infra:adminCidrs",
            Check = Rule.Each(resource => resource.Kind == "Firewall", resource => string.Join("; ",
                from rule in Items(resource.Inputs, "inboundRules")
                where IncludesPort(Text(rule, "portRange"), 22)
                from source in Items(rule, "sourceAddresses")
                where source is not string text || !IPNetwork.TryParse(text, out var range) || range.PrefixLength < 16
                select $"opens SSH to {source}")),
        },
        new()
        {
            Id = "NET-02",
            Title = "Only the edge is public",
            Why = "Every other open port is a way in (PL-08, DS-07)",
            Remedy = "Let the firewall open ports 80 and 443 to everybody and nothing else",
            Check = Rule.Each(resource => resource.Kind == "Firewall", resource => string.Join("; ",
                from rule in Items(resource.Inputs, "inboundRules")
                where Items(rule, "sourceAddresses").Any(source => source is "0.0.0.0/0" or "::/0") && Text(rule, "portRange") is not ("80" or "443")
                select $"opens {Text(rule, "protocol")} {Text(rule, "portRange")} to everybody")),
        },
        new()
        {
            Id = "NET-03",
            Title = "Namespaces deny what no policy allows",
            Why = "Pods talk to all pods unless a policy denies it (CIS Kubernetes 5.3.2; NSA/CISA Kubernetes Hardening Guide)",
            Remedy = "Make a NetworkPolicy for all pods of the namespace with both policy types and no rules",
            Check = plan => plan.Deployed.Where(resource => PodSpec(resource) is not null).Select(NamespaceOf).Distinct()
                .Where(name => !plan.Deployed.Any(resource => resource.Kind == "NetworkPolicy" && NamespaceOf(resource) == name && DeniesAll(resource)))
                .Select(name => (name, "lets every pod talk to every other")),
        },
        new()
        {
            Id = "NET-04",
            Title = "Namespaces ask for restricted pods",
            Why = "The API server then refuses what a policy here overlooked (Kubernetes Pod Security Standards; CIS Kubernetes 5.2.1)",
            Remedy = "Label the namespace pod-security.kubernetes.io/enforce=restricted",
            Check = plan => plan.Deployed.Where(resource => PodSpec(resource) is not null).Select(NamespaceOf).Distinct()
                .Where(name => !plan.Deployed.Any(resource => resource.Kind == "Namespace" && Text(resource.Inputs, "metadata", "name") == name
                    && Text(resource.Inputs, "metadata", "labels", "pod-security.kubernetes.io/enforce") == "restricted"))
                .Select(name => (name, "does not enforce the restricted Pod Security Standard")),
        },
        new()
        {
            Id = "NET-05",
            Title = "Every Ingress has TLS",
            Why = "Passwords and tokens go through it (ED-01)",
            Remedy = "Give the Ingress a tls section, or make it a minion of one that has",
            Check = Rule.Each(resource => resource.Kind == "Ingress", resource =>
                Items(resource.Inputs, "spec", "tls").Any() || Text(resource.Inputs, "metadata", "annotations", "nginx.org/mergeable-ingress-type") == "minion" ? "" : "answers without TLS"),
        },
        new()
        {
            Id = "NET-06",
            Title = "Every public route has a rate limit, but health",
            Why = "One client must not take the service from all others (ED-03)",
            Remedy = "Give the route a RateLimit",
            Check = plan => plan.Settings.System.Edge.Routes.Where(route => !route.Limit.Limits && !route.Health)
                .Select(route => ("edge", $"route {route.Path} has no rate limit")),
        },
        new()
        {
            Id = "NET-07",
            Title = "What serves users runs at least twice in production",
            Why = "One instance is gone whenever its node is (CA-01)",
            Remedy = "Set two replicas or more, and a PodDisruptionBudget",
            Check = plan => plan.Settings.IsProduction
                ? from resource in plan.Deployed
                  where resource.Kind == "Deployment" && plan.Settings.System.Edge.Routes.Any(route => route.Service == resource.Name)
                  where Number(resource.Inputs, "spec", "replicas") < 2
                      || !plan.Deployed.Any(other => other.Kind == "PodDisruptionBudget" && other.Parent == resource.Parent)
                  select (resource.Name, "runs once, or may be evicted all at once")
                : [],
        },
    ];

    private static string NamespaceOf(PlannedResource resource) => Text(resource.Inputs, "metadata", "namespace") is { Length: > 0 } name ? name : "default";

    private static bool DeniesAll(PlannedResource policy) =>
        !Entries(policy.Inputs, "spec", "podSelector").Any()
        && Items(policy.Inputs, "spec", "policyTypes").Contains("Ingress") && Items(policy.Inputs, "spec", "policyTypes").Contains("Egress")
        && !Items(policy.Inputs, "spec", "ingress").Any() && !Items(policy.Inputs, "spec", "egress").Any();

    private static bool IncludesPort(string range, int port)
    {
        var bounds = range.Split('-');
        return range is "all" or "0" || (int.TryParse(bounds[0], out var first) && int.TryParse(bounds[^1], out var last) && first <= port && port <= last);
    }
}
