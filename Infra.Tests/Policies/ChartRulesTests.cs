using Infra.Facts.Charts;
using Infra.Policies;
using Infra.Systems;

namespace Infra.Tests.Policies;

/// <summary>What the rules say of values of charts: right ones in other spellings, and every switch in the wrong place.</summary>
public sealed class ChartRulesTests
{
    private static readonly DateOnly Today = new(2026, 1, 1);

    public static TheoryData<int> Positions => [.. Enumerable.Range(0, ChartMutations.Harmless.Length)];

    public static TheoryData<string, string> Releases => new()
    {
        { "document-search", "nginx-ingress" },
        { "document-search", "cert-manager" },
        { "document-search", "kube-prometheus-stack" },
        { "vision", "eck-operator" },
        { "vision", "eck-stack" },
    };

    [Theory]
    [MemberData(nameof(Positions))]
    public async Task Another_right_value_breaks_nothing(int position)
    {
        var mutation = ChartMutations.Harmless[position];
        var plan = mutation.Break(await Plans.Of("prod", mutation.System, mutation.Topology));
        Assert.Empty(PolicyGate.Check(plan, Today).Findings.Where(finding => finding.Rule.Id.StartsWith("CHT-", StringComparison.Ordinal))
            .Select(finding => $"{finding}"));
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task Every_switch_of_a_chart_is_asked_about(string system, string name)
    {
        var plan = await Plans.Of("prod", system, Topology.Kubernetes);
        foreach (var wanted in ChartCatalogue.Find(name)!.Switches)
        {
            var turned = Mutation.Set(resource => resource.Type == ChartRelease.Type && resource.Name == name, !wanted.Wanted,
                ["values", .. wanted.Place.Split('.')])(plan);
            Assert.Contains(PolicyGate.Check(turned, Today).Findings, finding => finding.Rule.Id == "CHT-12" && finding.Resource == name);
        }
    }
}
