using Infra.Costs;
using Infra.Files;
using Infra.Planning;
using Infra.Policies;

namespace Infra.Reports;

/// <summary>A broken policy as a document keeps it.</summary>
/// <param name="Rule">Id of the policy.</param>
/// <param name="Severity"><c>error</c> or <c>warning</c>.</param>
/// <param name="Resource">Name of the resource; empty where the plan as a whole is meant.</param>
/// <param name="Problem">What is wrong with it.</param>
/// <param name="Remedy">What to do.</param>
public sealed record ReportedFinding(string Rule, string Severity, string Resource, string Problem, string Remedy);

/// <summary>A line of an estimate as a document keeps it.</summary>
/// <param name="Component">Component that the resource belongs to.</param>
/// <param name="Resource">Name of the resource.</param>
/// <param name="Item">Item of the price book.</param>
/// <param name="Minimum">US dollars a month while nothing has been scaled out.</param>
/// <param name="Maximum">US dollars a month when everything has been scaled out.</param>
/// <param name="Note">Where the quantity comes from.</param>
public sealed record ReportedCost(string Component, string Resource, string Item, decimal Minimum, decimal Maximum, string Note);

/// <summary>A component that uses something of another one.</summary>
/// <param name="From">Key of the one that uses.</param>
/// <param name="To">Key of the one that is used.</param>
public sealed record ComponentLink(string From, string To);

/// <summary>A plan with all that is said of it, as it may be shown, saved and compared: no secret is in it, and nothing that stands in for
/// what only the cloud will know.</summary>
public sealed record PlanDocument
{
    /// <summary>Version of the format; raised when a reader of the older one would misunderstand.</summary>
    public const int SchemaVersion = 1;

    /// <summary>Stack.</summary>
    public required string Stack { get; init; }

    /// <summary>System.</summary>
    public required string System { get; init; }

    /// <summary>Topology, in lower case.</summary>
    public required string Topology { get; init; }

    /// <summary>Tier, in lower case.</summary>
    public required string Tier { get; init; }

    /// <summary>Resources and components in the order of the program; inputs as they may be shown.</summary>
    public required ImmutableArray<PlannedResource> Resources { get; init; }

    /// <summary>Outputs of the stack.</summary>
    public required ImmutableArray<PlannedOutput> Outputs { get; init; }

    /// <summary>Files that are copied to the server; none on Kubernetes.</summary>
    public required ImmutableArray<HostFile> Files { get; init; }

    /// <summary>Which component uses which.</summary>
    public required ImmutableArray<ComponentLink> Links { get; init; }

    /// <summary>Broken policies.</summary>
    public required ImmutableArray<ReportedFinding> Findings { get; init; }

    /// <summary>How many policies were checked.</summary>
    public required int Policies { get; init; }

    /// <summary>What is billed.</summary>
    public required ImmutableArray<ReportedCost> Costs { get; init; }

    /// <summary>Most that a month may cost in US dollars; 0 where the document was written before costs were.</summary>
    public required decimal Budget { get; init; }

    /// <summary>Resources that exist outside the program.</summary>
    public IEnumerable<PlannedResource> Deployed => Resources.Where(resource => !resource.IsComponent);

    /// <summary>Broken policies that stop a deployment.</summary>
    public int Violations => Findings.Count(finding => finding.Severity == "error");

    /// <summary>US dollars a month while nothing has been scaled out.</summary>
    public decimal Minimum => Costs.Sum(line => line.Minimum);

    /// <summary>US dollars a month when everything has been scaled out.</summary>
    public decimal Maximum => Costs.Sum(line => line.Maximum);

    /// <summary>The document as JSON, as it is saved.</summary>
    public string ToJson() => PlanJson.Write(this);

    /// <summary>Makes a document of a plan.</summary>
    public static PlanDocument Of(Plan plan, Verdict verdict, CostEstimate estimate) => new()
    {
        Stack = plan.Settings.StackName,
        System = plan.Settings.System.Name,
        Topology = plan.Settings.Topology.ToString().ToLowerInvariant(),
        Tier = plan.Settings.Tier.ToString().ToLowerInvariant(),
        Resources = [.. plan.Resources.Select(resource => Shown(plan, resource))],
        Outputs = [.. plan.Outputs.Select(output => output with { Value = SimulatedValues.Of(plan).Show(output.Value) })],
        Files = plan.Settings.Topology == Systems.Topology.Droplet
            ? [.. HostFiles.Render(plan.Settings).Select(file => file with { Content = SecretMark.Hide(file.Content) })]
            : [],
        Links = ComponentLinks.Of(plan),
        Findings = [.. verdict.Findings.Select(found => new ReportedFinding(found.Rule.Id, found.Rule.Severity.ToString().ToLowerInvariant(), found.Resource, found.Problem, found.Rule.Remedy))],
        Policies = verdict.Rules,
        Costs = [.. estimate.Lines.Select(line => new ReportedCost(line.Component, line.Resource, line.Charge.Price.Item, line.Minimum, line.Maximum, line.Charge.Note))],
        Budget = estimate.Budget,
    };

    private static PlannedResource Shown(Plan plan, PlannedResource resource)
    {
        var inputs = (ImmutableSortedDictionary<string, object?>)SimulatedValues.Of(plan).Show(PlanValues.Shown(resource))!;
        return resource with { Inputs = inputs, UnknownInputs = SimulatedValues.Unknown(inputs) };
    }
}
