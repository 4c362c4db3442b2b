using System.IO.Enumeration;
using System.Runtime.CompilerServices;
using Infra.Facts.Alerts;
using Infra.Facts.Charts;
using Infra.Facts.Cluster;
using Infra.Facts.Compose;
using Infra.Facts.Configuration;
using Infra.Facts.Host;
using Infra.Facts.Nginx;
using Infra.Facts.Pods;
using Infra.Facts.Reach;
using Infra.Planning;

namespace Infra.Facts;

/// <summary>What a plan means to the programs that will read it. Each part is read when somebody first asks.</summary>
public sealed class PlanFacts
{
    private static readonly ConditionalWeakTable<Plan, PlanFacts> Known = [];

    private readonly Plan plan;
    private readonly Lazy<ImmutableArray<Pod>> pods;
    private readonly Lazy<NginxDirective?> nginx;
    private readonly Lazy<ComposeProject?> project;
    private readonly Lazy<ImmutableArray<ComposeContainer>> containers;
    private readonly Lazy<ImmutableArray<GivenValue>> given;
    private readonly Lazy<ImmutableArray<LoadedRule>> rules;
    private readonly Lazy<AlertRouting> routing;
    private readonly Lazy<ClusterObjects> cluster;
    private readonly Lazy<PlanReach> reach;
    private readonly Lazy<ImmutableArray<ChartRelease>> charts;
    private readonly Lazy<HostUnits> units;
    private readonly Lazy<ImmutableArray<FileReference>> references;

    private PlanFacts(Plan plan)
    {
        this.plan = plan;
        pods = new(ReadPods);
        nginx = new(ReadNginx);
        project = new(ReadProject);
        containers = new(() => [.. (Project?.Containers ?? []).Select(one => one.Container)]);
        given = new(() => [.. GivenValue.Of(plan)]);
        rules = new(() => LoadedRule.Of(plan));
        routing = new(() => AlertRouting.Of(plan));
        cluster = new(() => new(plan));
        reach = new(() => PlanReach.Of(plan, this));
        charts = new(() => [.. plan.OfType(ChartRelease.Type).Select(release => new ChartRelease(release))]);
        units = new(() => HostUnits.Of(plan));
        references = new(() => [.. FileReference.Of(plan)]);
    }

    /// <summary>Every pod that an object of the plan makes.</summary>
    public ImmutableArray<Pod> Pods => pods.Value;

    /// <summary>The containers of the server's Compose project; none where the plan has no server.</summary>
    public ImmutableArray<ComposeContainer> Containers => containers.Value;

    /// <summary>The server's Compose project; null where the plan has none.</summary>
    internal ComposeProject? Project => project.Value;

    /// <summary>Settings that programs are given.</summary>
    internal ImmutableArray<GivenValue> Given => given.Value;

    /// <summary>The rules that Prometheus loads.</summary>
    internal ImmutableArray<LoadedRule> Rules => rules.Value;

    /// <summary>Who is told of alerts.</summary>
    internal AlertRouting Routing => routing.Value;

    /// <summary>The objects of the Kubernetes API.</summary>
    public ClusterObjects Cluster => cluster.Value;

    /// <summary>The configuration of the server's edge; null where the plan has none.</summary>
    public NginxDirective? Nginx => nginx.Value;

    /// <summary>Who may open a connection to whom.</summary>
    public PlanReach Reach => reach.Value;

    /// <summary>The releases of charts.</summary>
    internal ImmutableArray<ChartRelease> Charts => charts.Value;

    /// <summary>What systemd does on the server.</summary>
    public HostUnits Units => units.Value;

    /// <summary>Files of the server that others of its files, or commands of the plan, name.</summary>
    public ImmutableArray<FileReference> References => references.Value;

    /// <summary>The facts of a plan.</summary>
    /// <param name="plan">The plan.</param>
    public static PlanFacts Of(Plan plan) => Known.GetValue(plan, known => new(known));

    private ImmutableArray<Pod> ReadPods() =>
        [.. plan.Deployed.Where(resource => resource.IsKubernetesObject)
            .SelectMany(resource => PodReader.Read(resource.Kind, resource.Name, resource.Inputs))];

    private ComposeProject? ReadProject() =>
        plan.Files.FirstOrDefault(file => file.Path == "compose.yaml") is { } file ? ComposeProject.Read(file.Content) : null;

    private NginxDirective? ReadNginx() => plan.Files.FirstOrDefault(file => file.Path == "nginx/nginx.conf") is { } edge
        ? NginxParser.Parse(edge.Path, edge.Content, pattern =>
            plan.Files.Where(file => FileSystemName.MatchesSimpleExpression(pattern, $"/etc/{file.Path}", ignoreCase: false))
            .Select(file => (file.Path, file.Content)))
        : null;
}
