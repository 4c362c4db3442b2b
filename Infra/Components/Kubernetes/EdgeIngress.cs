using Infra.Systems;
using Pulumi;
using Pulumi.Kubernetes.Networking.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Networking.V1;

namespace Infra.Components.Kubernetes;

/// <summary>What an <see cref="EdgeIngress"/> is made of.</summary>
public sealed record EdgeIngressArgs : InNamespaceArgs
{
    /// <summary>The system, with its routes, limits and time limits.</summary>
    public required SystemDefinition System { get; init; }

    /// <summary>Host name.</summary>
    public required string Host { get; init; }

    /// <summary>The controllers that serve it.</summary>
    public required EdgeControllers Controllers { get; init; }
}

/// <summary>The edge on Kubernetes as mergeable Ingresses of the F5 NGINX Ingress Controller: a master with host, TLS and headers,
/// and a minion for each set of routes with the same limit, for an Ingress has one rate limit only.</summary>
public sealed class EdgeIngress : ComponentResource
{
    private readonly EdgeIngressArgs args;

    /// <summary>Makes the Ingresses.</summary>
    public EdgeIngress(string name, EdgeIngressArgs args, ComponentResourceOptions? options = null)
        : base("infra:kubernetes:EdgeIngress", name, options)
    {
        this.args = args;
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
                Tls = new IngressTLSArgs { Hosts = { args.Host }, SecretName = $"{name}-tls" },
                Rules = new IngressRuleArgs { Host = args.Host },
            },
        }, child);

        foreach (var group in args.System.Edge.Routes.GroupBy(route => (route.Limit, route.Health, route.Cache)))
        {
            var minion = $"{name}-{GroupName(group.Key.Limit, group.Key.Health, group.Key.Cache)}";
            new Ingress(minion, new IngressArgs
            {
                Metadata = Metadata(minion, MinionAnnotations(group.Key.Limit, group.Key.Health, group.Key.Cache)),
                Spec = new IngressSpecArgs
                {
                    IngressClassName = EdgeControllers.IngressClass,
                    Rules = new IngressRuleArgs
                    {
                        Host = args.Host,
                        Http = new HTTPIngressRuleValueArgs { Paths = group.Select(Path).ToArray() },
                    },
                },
            }, child);
        }

        Url = Output.Create($"https://{args.Host}");
        RegisterOutputs(new Dictionary<string, object?> { ["url"] = Url });
    }

    /// <summary>Address of the system.</summary>
    public Output<string> Url { get; }

    private static string GroupName(RateLimit limit, bool health, EdgeCache cache) =>
        health ? "health" : (limit.Limits ? $"{limit.RequestsPerSecond}rps-burst{limit.Burst}" : "unlimited") + (cache.Keeps ? $"-{cache.Name}" : "");

    private HTTPIngressPathArgs Path(Route route) => new()
    {
        Path = route.Path,
        PathType = route.Exact ? "Exact" : "Prefix",
        Backend = new IngressBackendArgs
        {
            Service = new IngressServiceBackendArgs { Name = route.Service, Port = new ServiceBackendPortArgs { Number = args.System.Service(route.Service).Port(route.Port).Published } },
        },
    };

    private Dictionary<string, object> Certificate(string name) => ChartValues.Map(
        ("secretName", $"{name}-tls"),
        ("dnsNames", new object[] { args.Host }),
        ("issuerRef", ChartValues.Map(("group", "cert-manager.io"), ("kind", "ClusterIssuer"), ("name", EdgeControllers.Issuer))));

    private Dictionary<string, string> MasterAnnotations() => new()
    {
        ["nginx.org/mergeable-ingress-type"] = "master",
        ["nginx.org/ssl-redirect"] = "true",
        ["nginx.org/hsts"] = "true",
        ["nginx.org/hsts-max-age"] = "63072000",
        ["nginx.org/hsts-include-subdomains"] = "true",
        ["nginx.org/server-tokens"] = "false",
        ["nginx.org/add-header"] = string.Join(",", SecurityHeaders.Of(args.System.Edge).SelectMany(Annotated)),
        ["nginx.org/client-max-body-size"] = $"{args.System.Edge.MaximumBody.WholeMiB}m",
        ["nginx.org/proxy-connect-timeout"] = Span(args.System.Edge.Timeouts.Connect),
        ["nginx.org/proxy-send-timeout"] = Span(args.System.Edge.Timeouts.Send),
        ["nginx.org/proxy-read-timeout"] = Span(args.System.Edge.Timeouts.Read),
        ["nginx.org/lb-method"] = "least_conn",
        ["nginx.org/keepalive"] = $"{args.System.Edge.Keepalive}",
        ["nginx.org/max-fails"] = "3",
        ["nginx.org/fail-timeout"] = "10s",
        ["nginx.org/server-snippets"] = EdgeSnippets.OfHost(args.System.Edge),
    };

    private Dictionary<string, string> MinionAnnotations(RateLimit limit, bool health, EdgeCache cache)
    {
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

        if (EdgeSnippets.OfRoute(args.System.Edge, health, cache) is { Length: > 0 } snippet)
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
