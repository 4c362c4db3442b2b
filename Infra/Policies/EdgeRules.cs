using Infra.Facts;
using Infra.Facts.Nginx;
using Infra.Planning;
using Infra.Settings;
using Infra.Systems;
using static Infra.Facts.Wire;

namespace Infra.Policies;

/// <summary>What users see of the edge: TLS, headers, limits (ED-01 to ED-07).</summary>
internal static class EdgeRules
{
    private const string File = "nginx/nginx.conf";

    public static ImmutableArray<Rule> All { get; } =
    [
        new()
        {
            Id = "EDGE-01",
            Title = "Browsers are told to come by HTTPS only",
            Why = "The first request of the next visit must not go in the clear (ED-01; RFC 6797; OWASP ASVS 5.0, 3.4.1)",
            Remedy = "Send Strict-Transport-Security with a year or more",
            Judge = plan => Say(plan, "sends no Strict-Transport-Security of a year or more",
                master => IsTrueText(master, "nginx.org/hsts") && long.TryParse(Annotation(master, "nginx.org/hsts-max-age"), out var seconds) && seconds >= 31_536_000,
                nginx => nginx.Contains("add_header Strict-Transport-Security \"max-age=63072000", StringComparison.Ordinal)),
        },
        new()
        {
            Id = "EDGE-02",
            Title = "Security headers are sent",
            Why = "Browsers then refuse frames, guessed types and foreign scripts (ED-02; OWASP Secure Headers Project)",
            Remedy = "Send X-Frame-Options, X-Content-Type-Options, Referrer-Policy, Permissions-Policy and Content-Security-Policy",
            Judge = plan => SecurityHeaders.Of(plan.Settings.System.Edge).SelectMany(header => Say(plan, $"does not send {header.Name}",
                master => Annotation(master, "nginx.org/add-header").Contains($"{header.Name}: ", StringComparison.Ordinal)
                    || Annotation(master, "nginx.org/server-snippets").Contains($"add_header {header.Name} ", StringComparison.Ordinal),
                nginx => nginx.Contains($"add_header {header.Name} ", StringComparison.Ordinal))),
        },
        new()
        {
            Id = "EDGE-03",
            Title = "Old versions of TLS are off",
            Scope = Scope.Nginx,
            Why = "TLS 1.0 and 1.1 are broken and forbidden (ED-01; RFC 8996)",
            Remedy = "Allow TLSv1.2 and TLSv1.3 only",
            Judge = plan => OnNginx(plan)
                ? plan.Deployed.Where(resource => Text(resource.Inputs, "chart").EndsWith("/nginx-ingress", StringComparison.Ordinal))
                    .Select(resource => new Subject(resource.Name,
                        Text(resource.Inputs, "values", "controller", "config", "entries", "ssl-protocols") == "TLSv1.2 TLSv1.3"
                            ? "" : "takes other versions of TLS than 1.2 and 1.3"))
                : OnHost(plan, "takes other versions of TLS than 1.2 and 1.3", nginx => nginx.Contains("ssl_protocols TLSv1.2 TLSv1.3;", StringComparison.Ordinal)),
        },
        new()
        {
            Id = "EDGE-04",
            Title = "Limits of routes are in force",
            Why = "A limit in the definition protects nobody; one in the edge does (ED-03; OWASP API4:2023)",
            Remedy = "Let each minion carry nginx.org/limit-req-rate and the reject code 429, and the server's nginx a zone for each limit",
            Judge = plan => plan.Settings.System.Edge.Routes.Where(route => route.Limit.Limits)
                .Select(route => new Subject("edge", (plan.Settings.Topology == Topology.Droplet
                    ? HostConfiguration.Text(plan, File) is var nginx && nginx.Contains($"rate={route.Limit.RequestsPerSecond}r/s", StringComparison.Ordinal) && nginx.Contains("limit_req_status 429", StringComparison.Ordinal)
                    : plan.Deployed.Any(resource => resource.Kind == "Ingress" && Limits(resource, route)))
                    ? "" : $"does not limit {route.Path}")),
        },
        new()
        {
            Id = "EDGE-05",
            Title = "HTTP leads to HTTPS",
            Why = "Who types the name comes by HTTP first (ED-01)",
            Remedy = "Redirect every request of port 80",
            Judge = plan => Say(plan, "answers HTTP",
                master => IsTrueText(master, "nginx.org/ssl-redirect"),
                nginx => nginx.Contains("return 301 https://", StringComparison.Ordinal) || nginx.Contains("return 308 https://", StringComparison.Ordinal)),
        },
        new()
        {
            Id = "EDGE-06",
            Title = "Private paths are private in every spelling",
            Scope = Scope.Nginx,
            Why = "Metrics tell strangers what runs and how it fails; who guards one spelling guards none (OWASP ASVS 5.0, 13.4; CWE-178, CWE-647)",
            Remedy = "List the path in NotPublic of the edge, which judges what a service may make of it",
            Judge = plan => plan.Settings.System.Edge.NotPublic.Where(_ => HasNginx(plan))
                .Select(path => new Subject("edge", Spellings(plan.Settings.System.Edge, path)
                    .Where(spelling => !NginxAnswers.Refuses(Configuration(plan), spelling))
                    .Take(1).Select(spelling => $"shows {path} to who asks for {spelling}"))),
        },
        new()
        {
            Id = "EDGE-07",
            Title = "Nobody is answered with what was meant for another",
            Scope = Scope.Nginx.And(Scope.With("caches at the edge", system =>
                system.Edge.Routes.Any(route => route.Cache != EdgeCache.None))),
            Why = "A cache that does not ask who asks gives the data of one user to the next (OWASP ASVS 5.0, 14.2; RFC 9111, 3 and 3.5; CWE-524)",
            Remedy = "Bypass each cache, and keep nothing in it, where the request has a cookie or another header that tells who asks, and keep only what the service calls public",
            Judge = plan => HasNginx(plan)
                ? Caches(plan).Select(cache => new Subject(cache.Resource, NginxAnswers.ForgetsWhoAsks(Configuration(plan), cache.Body)))
                : [],
        },
        new()
        {
            Id = "EDGE-15",
            Title = "Ingresses bound bodies, times and rates by what clients cannot choose",
            Scope = Scope.Kubernetes.And(Scope.Nginx),
            Why = "A limit whose key the client sends, or that only counts, limits nobody (ED-03, ED-04; OWASP API4:2023)",
            Remedy = "Set limit-req-key to ${binary_remote_addr}, leave dry runs and other protocols of TLS out, and take sizes and time "
                + "limits from the definition",
            Judge = plan => plan.Deployed.Where(resource => OnNginx(plan) && resource.Kind == "Ingress").Select(ingress =>
                new Subject(ingress.Name, Unbounded(plan.Settings.System.Edge, ingress))),
        },
    ];

    private static string Unbounded(Edge edge, PlannedResource ingress)
    {
        bool Waits(string name, TimeSpan most) => Annotation(ingress, $"nginx.org/proxy-{name}-timeout") is { Length: > 0 } text
            && !(NginxScope.Seconds(text) <= most.TotalSeconds);
        return ingress.At("metadata", "annotations", "nginx.org/limit-req-rate") is not null
            && Annotation(ingress, "nginx.org/limit-req-key") is not ("${binary_remote_addr}" or "${remote_addr}")
                ? "limits by what the client says"
            : Annotation(ingress, "nginx.org/limit-req-dry-run") == "true"
                || Annotation(ingress, "nginx.org/location-snippets").Contains("limit_req_dry_run on", StringComparison.Ordinal)
                ? "only counts what is over its limit"
            : Annotation(ingress, "nginx.org/ssl-protocols").Length > 0 ? "has TLS of its own"
            : !IsMaster(ingress) ? ""
            : Annotation(ingress, "nginx.org/mergeable-ingress-type") != "master" ? "takes the place of its minions"
            : !(NginxScope.Bytes(Annotation(ingress, "nginx.org/client-max-body-size")) is > 0 and var size
                && size <= edge.MaximumBody.Bytes) ? "takes bodies of another size than declared"
            : Waits("connect", edge.Timeouts.Connect) || Waits("send", edge.Timeouts.Send) || Waits("read", edge.Timeouts.Read)
                ? "waits longer for a service than declared"
            : Annotation(ingress, "nginx.org/server-tokens") != "false" ? "tells the version of nginx"
            : !IsTrueText(ingress, "nginx.org/hsts-include-subdomains") ? "leaves other hosts of the domain to plain HTTP"
            : SecurityHeaders.Of(edge).Any(header => !Annotation(ingress, "nginx.org/proxy-hide-headers").Split(',').Contains(header.Name))
                ? "passes on what services say as security headers" : "";
    }

    private static bool HasNginx(Plan plan) => plan.Settings.Topology == Topology.Droplet || plan.Settings.Exposure == Exposure.Ingress;

    /// <summary>All that nginx is told for its whole and for the system's server.</summary>
    private static string Configuration(Plan plan) => plan.Settings.Topology == Topology.Droplet
        ? HostConfiguration.Text(plan, File)
        : string.Join('\n', plan.Deployed.Where(resource => resource.Name == "nginx-ingress").Select(resource => Text(resource.Inputs, "values", "controller", "config", "entries", "http-snippets"))
            .Concat(plan.Deployed.Where(IsMaster).Select(master => $"server {{\n{Annotation(master, "nginx.org/server-snippets")}\n}}")));

    /// <summary>The blocks that use a cache.</summary>
    private static IEnumerable<(string Resource, string Body)> Caches(Plan plan) => (plan.Settings.Topology == Topology.Droplet
            ? NginxAnswers.Blocks(HostConfiguration.Text(plan, File)).Select(body => (Resource: "nginx", Body: body))
            : plan.Deployed.Where(resource => resource.Kind == "Ingress").Select(ingress => (Resource: ingress.Name, Body: Annotation(ingress, "nginx.org/location-snippets"))))
        .Where(block => NginxAnswers.Says(block.Body, "proxy_cache"));

    /// <summary>A path in spellings that servers of applications take for it, one of each kind.</summary>
    private static IEnumerable<string> Spellings(Edge edge, string path)
    {
        var first = path.Split('/', StringSplitOptions.RemoveEmptyEntries)[0];
        string[] spellings =
        [
            path, path.ToUpperInvariant(), $"{path}/", $"{path}/x", $"{path};v=1", $"/;v=1{path}", $"{path} ", $"{path}%2f", $"\\{path[1..]}", $"{path}\\",
            path.Replace(first, $"%{(int)first[0]:x2}{first[1..]}", StringComparison.Ordinal),
        ];
        return spellings.Concat(edge.Routes.Where(route => route.StripsPrefix).SelectMany(route => spellings.Select(spelling => $"{route.WithoutSlash}{spelling}")));
    }

    private static bool OnNginx(Plan plan) => plan.Settings.Topology == Topology.Kubernetes && plan.Settings.Exposure == Exposure.Ingress;

    /// <summary>What holds for master Ingresses on a cluster, and for nginx's configuration on a server. A load balancer of its own says nothing of the kind.</summary>
    private static IEnumerable<Subject> Say(Plan plan, string problem, Func<PlannedResource, bool> master, Func<string, bool> nginx) =>
        plan.Settings.Topology == Topology.Droplet ? OnHost(plan, problem, nginx)
        : !plan.Deployed.Any(IsMaster) ? [new("edge", problem)]
        : plan.Deployed.Where(IsMaster).Select(resource => new Subject(resource.Name, master(resource) ? "" : problem));

    private static IEnumerable<Subject> OnHost(Plan plan, string problem, Func<string, bool> nginx) =>
        plan.Settings.Topology == Topology.Droplet ? [new("nginx", nginx(HostConfiguration.Text(plan, File)) ? "" : problem)] : [];

    private static bool IsMaster(PlannedResource resource) => resource.Kind == "Ingress" && Annotation(resource, "nginx.org/mergeable-ingress-type") != "minion";

    private static string Annotation(PlannedResource resource, string name) => Text(resource.Inputs, "metadata", "annotations", name);

    private static bool IsTrueText(PlannedResource resource, string name) => Annotation(resource, name) == "true";

    private static bool Limits(PlannedResource ingress, Route route) =>
        Items(ingress.Inputs, "spec", "rules").SelectMany(rule => Items(rule, "http", "paths")).Any(path => Text(path, "path") == route.Path)
        && Annotation(ingress, "nginx.org/limit-req-rate") == $"{route.Limit.RequestsPerSecond}r/s"
        && Annotation(ingress, "nginx.org/limit-req-burst") == $"{route.Limit.Burst}"
        && Annotation(ingress, "nginx.org/limit-req-reject-code") == "429";
}
