using Infra.Costs;
using Infra.Planning;
using Infra.Policies;
using Infra.Reports;
using Infra.Settings;
using Infra.Systems;

namespace Infra.Documentation;

/// <summary>Plans of a project's stacks, each computed once: pages speak of the same ones again and again.</summary>
/// <param name="project">Directory of <c>Pulumi.yaml</c>.</param>
internal sealed class PlannedStacks(string project)
{
    /// <summary>The stack whose plans stand for development.</summary>
    public const string Development = "dev";

    /// <summary>The stack whose plans stand for production.</summary>
    public const string Production = "prod";

    // Exemptions are no part of any page, so that no page depends on the day it is made.
    private static readonly DateOnly AnyDay = DateOnly.MinValue;

    private readonly Dictionary<string, Task<(Plan Plan, CostEstimate Estimate)>> known = new(StringComparer.Ordinal);

    /// <summary>Directory of <c>Pulumi.yaml</c>.</summary>
    public string Project => project;

    /// <summary>The settings of a stack's file, for a system in a topology.</summary>
    public StackSettings Settings(string stack, string system, Topology topology) => Settings(stack, Choosing(system, topology));

    /// <summary>The settings of a stack's file with other values for some keys.</summary>
    public StackSettings Settings(string stack, IEnumerable<(string Key, ConfigurationValue Value)> changes) =>
        SettingsLoader.Load(changes.Aggregate(StackFiles.Read(project, stack), (files, change) => files.With(change.Key, change.Value, "the documentation")));

    /// <summary>The plan of a stack's file for a system in a topology, with what it costs.</summary>
    public Task<(Plan Plan, CostEstimate Estimate)> PlanAsync(string stack, string system, Topology topology) =>
        PlanAsync(stack, Choosing(system, topology));

    /// <summary>The plan of a stack's file with other values for some keys, with what it costs.</summary>
    public Task<(Plan Plan, CostEstimate Estimate)> PlanAsync(string stack, ImmutableArray<(string Key, ConfigurationValue Value)> changes)
    {
        var key = $"{stack} {string.Join(' ', changes)}";
        if (!known.TryGetValue(key, out var plan))
        {
            known[key] = plan = RecordAsync(Settings(stack, changes));
        }

        return plan;
    }

    /// <summary>A plan as it may be shown.</summary>
    public async Task<PlanDocument> DocumentAsync(string stack, string system, Topology topology)
    {
        var (plan, estimate) = await PlanAsync(stack, system, topology);
        return PlanDocument.Of(plan, PolicyGate.Check(plan, AnyDay), estimate);
    }

    /// <summary>A topology as it is written in a stack file.</summary>
    public static string Word(Topology topology) => topology.ToString().ToLowerInvariant();

    private static ImmutableArray<(string Key, ConfigurationValue Value)> Choosing(string system, Topology topology) =>
        [(SettingsCatalogue.System.Key, new ConfigurationValue.Text(system)), (SettingsCatalogue.Topology.Key, new ConfigurationValue.Text(Word(topology)))];

    private static async Task<(Plan Plan, CostEstimate Estimate)> RecordAsync(StackSettings settings)
    {
        var plan = await PlanRecorder.RecordAsync(settings);
        return (plan, CostEstimator.Estimate(plan));
    }
}
