using Infra.Files.Nginx;
using Infra.Settings;
using Infra.Systems;
using Pulumi;
using Pulumi.Kubernetes.Networking.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Networking.V1;

namespace Infra.Components.Kubernetes;

/// <summary>What an <see cref="EdgeIngress"/> is made of.</summary>
public sealed record EdgeIngressArgs : InNamespaceArgs
{
    /// <summary>The settings, with the system, its routes, limits and time limits.</summary>
    public required StackSettings Settings { get; init; }

    /// <summary>The controllers that serve it.</summary>
    public required EdgeControllers Controllers { get; init; }
}

/// <summary>The edge on Kubernetes as mergeable Ingresses of the F5 NGINX Ingress Controller: a master with host, TLS and headers,
/// and a minion for each set of routes with the same limit, for an Ingress has one rate limit only.</summary>
public sealed class EdgeIngress : ComponentResource
{
    private readonly EdgeIngressArgs args;
    private readonly Edge edge;

    /// <summary>Makes the Ingresses.</summary>
    public EdgeIngress(string name, EdgeIngressArgs args, ComponentResourceOptions? options = null)
        : base("infra:kubernetes:EdgeIngress", name, options)
    {
        this.args = args;
        edge = args.Settings.System.Edge;
        var child = new CustomResourceOptions { Parent = this, Provider = args.Provider, DependsOn = [args.Controllers.Controller, args.Controllers.Issuance, .. args.Namespace.Ready] };

        new CustomObject($"{name}-certificate", new CustomObjectArgs("cert-manager.io/v1", "Certificate")
        {
            // Let's Encrypt is redirected to HTTPS like everybody: without a certificate for the time being nginx would hang up on it.
            Metadata = Metadata(name, new() { ["cert-manager.io/issue-temporary-certificate"] = "true" }),
            Spec = Certificate(name),
        }, child);

        new Ingress(name, new IngressArgs
        {
            Metadata = Metadata(name, MasterAnnotations()),
            Spec = new IngressSpecArgs
            {
                IngressClassName = EdgeControllers.IngressClass,
                Tls = new IngressTLSArgs { Hosts = { args.Settings.PublicHost }, SecretName = $"{name}-tls" },
                Rules = new IngressRuleArgs { Host = args.Settings.PublicHost },
            },
        }, child);

        foreach (var group in edge.Routes.GroupBy(GroupName))
        {
            var minion = $"{name}-{group.Key}";
            new Ingress(minion, new IngressArgs
            {
                Metadata = Metadata(minion, MinionAnnotations([.. group])),
                Spec = new IngressSpecArgs
                {
                    IngressClassName = EdgeControllers.IngressClass,
                    Rules = new IngressRuleArgs
                    {
                        Host = args.Settings.PublicHost,
                        Http = new HTTPIngressRuleValueArgs { Paths = group.SelectMany(Paths).ToArray() },
                    },
                },
            }, child);
        }

        Url = Output.Create($"https://{args.Settings.PublicHost}");
        RegisterOutputs(new Dictionary<string, object?> { ["url"] = Url });
    }

    /// <summary>Address of the system.</summary>
    public Output<string> Url { get; }

    /// <summary>What routes of one Ingress have in common. A rewrite is an Ingress's own, for it names a service and not a path.</summary>
    private static string GroupName(Route route) => route.Health
        ? "health"
        : (route.Limit.Limits ? $"{route.Limit.RequestsPerSecond}rps-burst{route.Limit.Burst}" : "unlimited")
            + (route.Cache.Keeps ? $"-{route.Cache.Name}" : "")
            + (route.StripsPrefix ? "-stripped" : "");

    private IEnumerable<HTTPIngressPathArgs> Paths(Route route) => edge.PathsOf(route).Select(found => Path(route, found.Path, found.Exact ? "Exact" : "Prefix"));

    private HTTPIngressPathArgs Path(Route route, string path, string type) => new()
    {
        Path = path,
        PathType = type,
        Backend = new IngressBackendArgs
        {
            Service = new IngressServiceBackendArgs
            {
                Name = route.Service,
                Port = new ServiceBackendPortArgs { Number = args.Settings.System.Service(route.Service).Port(route.Port).Published },
            },
        },
    };

    private Dictionary<string, object> Certificate(string name) => ChartValues.Map(
        ("secretName", $"{name}-tls"),
        ("dnsNames", new object[] { args.Settings.PublicHost }),
        ("issuerRef", ChartValues.Map(("group", "cert-manager.io"), ("kind", "ClusterIssuer"), ("name", EdgeControllers.Issuer))));

    private Dictionary<string, string> MasterAnnotations() => new()
    {
        ["nginx.org/mergeable-ingress-type"] = "master",
        ["nginx.org/ssl-redirect"] = "true",
        ["nginx.org/hsts"] = "true",
        ["nginx.org/hsts-max-age"] = "63072000",
        ["nginx.org/hsts-include-subdomains"] = "true",
        ["nginx.org/server-tokens"] = "false",
        ["nginx.org/add-header"] = string.Join(",", Headers.Where(header => !PagePolicies.Chooses(edge, header)).SelectMany(Annotated)),
        ["nginx.org/proxy-hide-headers"] = string.Join(",", Headers.Select(header => header.Name).Append("X-Powered-By")),
        ["nginx.org/client-max-body-size"] = $"{edge.MaximumBody.WholeMiB}m",
        ["nginx.org/proxy-connect-timeout"] = Span(edge.Timeouts.Connect),
        ["nginx.org/proxy-send-timeout"] = Span(edge.Timeouts.Send),
        ["nginx.org/proxy-read-timeout"] = Span(edge.Timeouts.Read),
        ["nginx.org/lb-method"] = "least_conn",
        ["nginx.org/keepalive"] = $"{edge.Keepalive}",
        ["nginx.org/max-fails"] = "3",
        ["nginx.org/fail-timeout"] = "10s",
        ["nginx.org/server-snippets"] = EdgeSnippets.OfHost(args.Settings),
    };

    private ImmutableArray<ResponseHeader> Headers => SecurityHeaders.Of(edge);

    private Dictionary<string, string> MinionAnnotations(ImmutableArray<Route> routes)
    {
        var route = routes[0];
        var limit = route.Limit;
        var annotations = new Dictionary<string, string>
        {
            ["nginx.org/mergeable-ingress-type"] = "minion",
        };
        if (limit.Limits)
        {
            annotations["nginx.org/limit-req-rate"] = $"{limit.RequestsPerSecond}r/s";
            annotations["nginx.org/limit-req-key"] = "${binary_remote_addr}";
            annotations["nginx.org/limit-req-zone-size"] = "10m";
            annotations["nginx.org/limit-req-burst"] = $"{limit.Burst}";
            annotations["nginx.org/limit-req-no-delay"] = "true";
            annotations["nginx.org/limit-req-reject-code"] = "429";
        }

        if (route.StripsPrefix)
        {
            annotations["nginx.org/rewrites"] = string.Join(';', routes.Select(stripped => stripped.Service).Distinct()
                .Select(service => $"serviceName={service} rewrite=/"));
        }

        if (EdgeSnippets.OfRoute(edge, route) is { Length: > 0 } snippet)
        {
            annotations["nginx.org/location-snippets"] = snippet;
        }

        return annotations;
    }

    /// <summary>A header as the annotation writes it. A comma ends an entry, so a value that is a list becomes several headers, which mean the same (RFC 9110, 5.3).</summary>
    private static IEnumerable<string> Annotated(ResponseHeader header) => header.Value.Split(", ").Select(value => $"{header.Name}: {value}:always");

    private static string Span(TimeSpan span) => $"{Quantities.Seconds(span)}s";

    private ObjectMetaArgs Metadata(string name, Dictionary<string, string> annotations) => new()
    {
        Name = name,
        Namespace = args.Namespace.Name,
        Labels = args.Labels.Of("edge"),
        Annotations = annotations,
    };
}
