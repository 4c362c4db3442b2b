using Infra.Planning;
using Infra.Settings;
using Infra.Systems;
using static Infra.Policies.Wire;

namespace Infra.Policies;

/// <summary>What users see of the edge: TLS, headers, limits (ED-01 to ED-07).</summary>
internal static class EdgeRules
{
    private const string Nginx = "nginx/nginx.conf";

    public static ImmutableArray<Rule> All { get; } =
    [
        new()
        {
            Id = "EDGE-01",
            Title = "Browsers are told to come by HTTPS only",
            Why = "The first request of the next visit must not go in the clear (ED-01; RFC 6797; OWASP ASVS 5.0, 3.4.1)",
            Remedy = "Send Strict-Transport-Security with a year or more",
            Check = plan => Say(plan, "sends no Strict-Transport-Security of a year or more",
                master => IsTrueText(master, "nginx.org/hsts") && long.TryParse(Annotation(master, "nginx.org/hsts-max-age"), out var seconds) && seconds >= 31_536_000,
                nginx => nginx.Contains("add_header Strict-Transport-Security \"max-age=63072000", StringComparison.Ordinal)),
        },
        new()
        {
            Id = "EDGE-02",
            Title = "Security headers are sent",
            Why = "Browsers then refuse frames, guessed types and foreign scripts (ED-02; OWASP Secure Headers Project)",
            Remedy = "Send X-Frame-Options, X-Content-Type-Options, Referrer-Policy, Permissions-Policy and Content-Security-Policy",
            Check = plan => SecurityHeaders.Of(plan.Settings.System.Edge).SelectMany(header => Say(plan, $"does not send {header.Name}",
                master => Annotation(master, "nginx.org/add-header").Contains($"{header.Name}: ", StringComparison.Ordinal),
                nginx => nginx.Contains($"add_header {header.Name} ", StringComparison.Ordinal))),
        },
        new()
        {
            Id = "EDGE-03",
            Title = "Old versions of TLS are off",
            Why = "TLS 1.0 and 1.1 are broken and forbidden (ED-01; RFC 8996)",
            Remedy = "Allow TLSv1.2 and TLSv1.3 only",
            Check = plan => OnNginx(plan)
                ? plan.Deployed.Where(resource => Text(resource.Inputs, "chart").EndsWith("/nginx-ingress", StringComparison.Ordinal)
                        && Text(resource.Inputs, "values", "controller", "config", "entries", "ssl-protocols") != "TLSv1.2 TLSv1.3")
                    .Select(resource => (resource.Name, "takes other versions of TLS than 1.2 and 1.3"))
                : OnHost(plan, "takes other versions of TLS than 1.2 and 1.3", nginx => nginx.Contains("ssl_protocols TLSv1.2 TLSv1.3;", StringComparison.Ordinal)),
        },
        new()
        {
            Id = "EDGE-04",
            Title = "Limits of routes are in force",
            Why = "A limit in the definition protects nobody; one in the edge does (ED-03; OWASP API4:2023)",
            Remedy = "Let each minion carry nginx.org/limit-req-rate and the reject code 429, and the server's nginx a zone for each limit",
            Check = plan => plan.Settings.System.Edge.Routes.Where(route => route.Limit.Limits)
                .Where(route => !(plan.Settings.Topology == Topology.Droplet
                    ? HostConfiguration.Text(plan, Nginx) is var nginx && nginx.Contains($"rate={route.Limit.RequestsPerSecond}r/s", StringComparison.Ordinal) && nginx.Contains("limit_req_status 429", StringComparison.Ordinal)
                    : plan.Deployed.Any(resource => resource.Kind == "Ingress" && Limits(resource, route))))
                .Select(route => ("edge", $"does not limit {route.Path}")),
        },
        new()
        {
            Id = "EDGE-05",
            Title = "HTTP leads to HTTPS",
            Why = "Who types the name comes by HTTP first (ED-01)",
            Remedy = "Redirect every request of port 80",
            Check = plan => Say(plan, "answers HTTP",
                master => IsTrueText(master, "nginx.org/ssl-redirect"),
                nginx => nginx.Contains("return 301 https://", StringComparison.Ordinal) || nginx.Contains("return 308 https://", StringComparison.Ordinal)),
        },
        new()
        {
            Id = "EDGE-06",
            Title = "Metrics are not public",
            Why = "They tell strangers what runs and how it fails (OWASP ASVS 5.0, 13.4)",
            Remedy = "List the path in NotPublic of the edge",
            Check = plan => plan.Settings.System.Edge.NotPublic.SelectMany(path => Say(plan, $"shows {path} to everybody",
                master => Annotation(master, "nginx.org/server-snippets").Contains($"location = {path} ", StringComparison.Ordinal),
                nginx => nginx.Contains($"location = {path} ", StringComparison.Ordinal))),
        },
    ];

    private static bool OnNginx(Plan plan) => plan.Settings.Topology == Topology.Kubernetes && plan.Settings.Exposure == Exposure.Ingress;

    /// <summary>What holds for master Ingresses on a cluster, and for nginx's configuration on a server. A load balancer of its own says nothing of the kind.</summary>
    private static IEnumerable<(string Resource, string Problem)> Say(Plan plan, string problem, Func<PlannedResource, bool> master, Func<string, bool> nginx) => plan.Settings.Topology == Topology.Droplet
        ? OnHost(plan, problem, nginx)
        : plan.Deployed.Any(resource => IsMaster(resource)) ? plan.Deployed.Where(resource => IsMaster(resource) && !master(resource)).Select(resource => (resource.Name, problem)) : [("edge", problem)];

    private static IEnumerable<(string Resource, string Problem)> OnHost(Plan plan, string problem, Func<string, bool> nginx) =>
        plan.Settings.Topology == Topology.Droplet && !nginx(HostConfiguration.Text(plan, Nginx)) ? [("nginx", problem)] : [];

    private static bool IsMaster(PlannedResource resource) => resource.Kind == "Ingress" && Annotation(resource, "nginx.org/mergeable-ingress-type") != "minion";

    private static string Annotation(PlannedResource resource, string name) => Text(resource.Inputs, "metadata", "annotations", name);

    private static bool IsTrueText(PlannedResource resource, string name) => Annotation(resource, name) == "true";

    private static bool Limits(PlannedResource ingress, Route route) =>
        Items(ingress.Inputs, "spec", "rules").SelectMany(rule => Items(rule, "http", "paths")).Any(path => Text(path, "path") == route.Path)
        && Annotation(ingress, "nginx.org/limit-req-rate") == $"{route.Limit.RequestsPerSecond}r/s"
        && Annotation(ingress, "nginx.org/limit-req-burst") == $"{route.Limit.Burst}"
        && Annotation(ingress, "nginx.org/limit-req-reject-code") == "429";
}
