using System.Text.Json;
using System.Text.RegularExpressions;
using Infra.Facts;
using Infra.Facts.Charts;
using Infra.Planning;
using static Infra.Facts.Wire;

namespace Infra.Policies;

/// <summary>Whether the ingress controller does what Ingresses ask of it (ED-01 to ED-08).</summary>
internal static partial class IngressChartRules
{
    private const string Entries = "controller.config.entries";

    // What is looked for in a log: when, who asked for what, how it went, how long it took, by which id it is found elsewhere.
    private static readonly ImmutableArray<string> Logged =
        ["time_iso8601", "request_id", "remote_addr", "request_method", "status", "request_time", "upstream_response_time"];

    /// <summary>The rules.</summary>
    public static ImmutableArray<Rule> All { get; } =
    [
        new()
        {
            Id = "CHT-15",
            Title = "The ingress controller serves the Ingresses that there are, by the load balancer that there is",
            Scope = Scope.Kubernetes.And(Scope.Nginx),
            Why = "It leaves out snippets and classes that it does not know without a word, and makes a load balancer of its own unasked "
                + "(ED-01; F5 NGINX Ingress Controller, Helm installation)",
            Remedy = "Set controller.enableSnippets as the annotations need it, the name of the class, service.create to false where the "
                + "plan has a Service, and reportIngressStatus.externalService to its name",
            Judge = plan => from release in Controllers(plan)
                            select new Subject(release.Resource, Unserved(plan, release)),
        },
        new()
        {
            Id = "CHT-16",
            Title = "The controller's nginx tells no version, speaks HTTP/2, has connections enough and writes logs for machines",
            Scope = Scope.Kubernetes.And(Scope.Nginx),
            Why = "What the chart's nginx does unasked is HTTP/1.1, its version in every answer, and lines that nobody can search "
                + "(ED-02, ED-07, ED-08; OWASP Secure Headers Project)",
            Remedy = "Set http2, server-tokens, worker-connections, log-format-escaping json and a log-format of JSON in "
                + "controller.config.entries",
            Judge = plan => from release in Controllers(plan)
                            select new Subject(release.Resource, Answers(plan, release)),
        },
    ];

    private static IEnumerable<ChartRelease> Controllers(Plan plan) =>
        PlanFacts.Of(plan).Charts.Where(release => release.Chart == ChartCatalogue.IngressController);

    private static IEnumerable<string> Unserved(Plan plan, ChartRelease release)
    {
        var cluster = PlanFacts.Of(plan).Cluster;
        var snippets = cluster.Ingresses.Any(ingress => ingress.Content.Metadata?.Annotations?.Keys
            .Any(name => name.EndsWith("-snippets", StringComparison.Ordinal)) == true);
        if (snippets != (release.At("controller.enableSnippets") is true))
        {
            yield return snippets ? "leaves the snippets of Ingresses out" : "takes snippets, which nobody writes";
        }

        foreach (var name in cluster.Ingresses.Select(ingress => ingress.Content.Spec?.IngressClassName ?? "").Distinct()
            .Where(name => name.Length > 0 && name != release.Text("controller.ingressClass.name")))
        {
            yield return $"does not serve class {name}";
        }

        var balancers = cluster.Services.Where(service => service.Namespace == release.Namespace
            && service.Content.Spec?.Type == "LoadBalancer").Select(service => service.Name).ToArray();
        if (release.At("controller.service.create") is not false)
        {
            if (balancers.Length > 0)
            {
                yield return "makes a second load balancer";
            }
        }
        else if (balancers.Length == 0)
        {
            yield return "is behind no load balancer";
        }
        else if (release.At("controller.reportIngressStatus.enable") is not true
            || !balancers.Contains(release.Text("controller.reportIngressStatus.externalService")))
        {
            yield return "does not tell Ingresses their address";
        }
    }

    private static IEnumerable<string> Answers(Plan plan, ChartRelease release)
    {
        string Entry(string name) => Text(release.At(Entries), name);
        if (!Entry("server-tokens").Equals("false", StringComparison.OrdinalIgnoreCase))
        {
            yield return "tells its version";
        }

        if (!Entry("http2").Equals("true", StringComparison.OrdinalIgnoreCase))
        {
            yield return "does not speak HTTP/2";
        }

        var connections = Entry("worker-connections") is { Length: > 0 } text ? text : "1024";
        if (!int.TryParse(connections, out var most) || most < plan.Settings.System.Edge.WorkerConnections)
        {
            yield return $"takes {connections} connections rather than {plan.Settings.System.Edge.WorkerConnections}";
        }

        if (Entry("worker-processes") is not ("" or "auto") and var processes)
        {
            yield return $"has {processes} worker processes, whatever its limit of processors is";
        }

        if (Entry("log-format-escaping") != "json" || !IsJson(Entry("log-format")))
        {
            yield return "writes an access log that is no JSON";
        }
        else if (Logged.Except(Variable().Matches(Entry("log-format")).Select(match => match.Groups[1].Value)).FirstOrDefault() is { } lost)
        {
            yield return $"leaves ${lost} out of its access log";
        }
    }

    private static bool IsJson(string format)
    {
        try
        {
            using var line = JsonDocument.Parse(Variable().Replace(format, "0"));
            return line.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\$\{?([a-z_0-9]+)\}?")]
    private static partial Regex Variable();
}
