using Infra.Planning;
using Infra.ProviderFacts;
using Infra.Systems;
using Xunit.Abstractions;

namespace Infra.Tests.ProviderFacts;

/// <summary>Every recorded input against what the providers accept.</summary>
public sealed class FactCheckTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Every_plan_is_what_the_providers_accept()
    {
        var held = new SortedDictionary<string, (int Inputs, int Facts)>(StringComparer.Ordinal);
        var violations = new List<string>();
        foreach (var (plan, name) in await AllAsync())
        {
            var check = FactChecker.Check(plan);
            violations.AddRange(check.Violations.Select(violation => $"{name}: {violation.Resource} {violation}"));
            foreach (var (package, (inputs, facts)) in check.Held)
                held[package] = (held.GetValueOrDefault(package).Inputs + inputs, held.GetValueOrDefault(package).Facts + facts);
        }

        foreach (var (package, (inputs, facts)) in held)
            output.WriteLine($"{package}: {inputs} inputs held against {facts} facts");
        Assert.Empty(violations);
        Assert.True(held.Count >= 5, $"only {string.Join(", ", held.Keys)} were held against facts");
    }

    /// <summary>Each fact that a recorded input is held against is broken once for each type and path.</summary>
    [Fact]
    public async Task Every_generated_mutation_is_caught()
    {
        var caught = Enum.GetValues<FactKind>().ToDictionary(kind => kind, _ => 0);
        var missed = new List<string>();
        var seen = new HashSet<(string Type, string Path, FactKind Kind)>();
        foreach (var (plan, _) in await AllAsync())
        {
            foreach (var mutant in plan.Deployed.SelectMany(FactMutants.Of))
            {
                var path = System.Text.RegularExpressions.Regex.Replace(mutant.Path, @"\[\d+\]", "[]");
                if (!seen.Add((mutant.Resource.Type, path, mutant.Kind)))
                    continue;
                if (FactChecker.Check(mutant.Resource).Any(violation => violation.Path == mutant.Path && violation.Kind == mutant.Kind))
                    caught[mutant.Kind]++;
                else
                    missed.Add($"{mutant.Kind} {mutant.Resource.Type} {mutant.Path}");
            }
        }

        foreach (var (kind, count) in caught)
            output.WriteLine($"{kind}: {count}/{count + missed.Count(miss => miss.StartsWith($"{kind} ", StringComparison.Ordinal))}");
        Assert.Empty(missed);
        Assert.All(caught, kind => Assert.True(kind.Value > 0, $"no mutant breaks a fact by {kind.Key}"));
    }

    [Fact]
    public async Task A_violation_says_what_is_allowed_and_where_that_is_stated()
    {
        var plan = await Plans.Of("prod", "document-search", Topology.Droplet);
        var cluster = plan.OfType("digitalocean:index/databaseCluster:DatabaseCluster").First();

        var broken = cluster with { Inputs = cluster.Inputs.SetItem("nodeCount", "two") };
        var violation = Assert.Single(FactChecker.Check(broken), found => found.Path == "nodeCount");

        Assert.Equal(FactKind.WrongType, violation.Kind);
        Assert.Equal("'two'", violation.Value);
        Assert.Equal("has to be an integer", violation.Allowed);
        Assert.Matches(@"^terraform-provider-digitalocean, resource_database_cluster\.go:\d+$", violation.Source);
    }

    [Fact]
    public async Task Secrets_and_what_only_the_cloud_knows_are_not_judged_by_value()
    {
        var plan = await Plans.Of("prod", "document-search", Topology.Droplet);
        var cluster = plan.OfType("digitalocean:index/databaseCluster:DatabaseCluster").First();
        Plan With(string nodes)
        {
            var changed = cluster with { Inputs = cluster.Inputs.SetItem("nodeCount", nodes) };
            return plan with { Resources = plan.Resources.Replace(cluster, changed) };
        }

        Assert.Single(FactChecker.Check(With("two")).Violations);
        Assert.Empty(FactChecker.Check(With(SecretMark.Of("cluster", "nodes"))).Violations);
        Assert.Empty(FactChecker.Check(With(SimulatedCloud.IdOf("digitalocean:index/vpc:Vpc", plan.OfType("digitalocean:index/vpc:Vpc").First().Name))).Violations);
    }

    [Theory]
    [InlineData("cidr", "10.0.0.0/16", "10.0.0.1/99")]
    [InlineData("ipv4", "192.0.2.1", "192.0.2")]
    [InlineData("ipv6", "2001:db8::1", "192.0.2.1")]
    [InlineData("json", """{"a":1}""", "{a")]
    [InlineData("uuid", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "f81d4fae")]
    [InlineData("date", "2026-01-31", "2026-02-30")]
    [InlineData("date-time", "2026-01-31T10:00:00Z", "tomorrow")]
    [InlineData("quantity", "1.5Gi", "1.5GiB")]
    [InlineData("duration", "1m30s", "90")]
    [InlineData("base64", "YWJj", "a*b")]
    public void A_form_is_told_from_what_only_looks_like_it(string format, string good, string bad)
    {
        Assert.True(ValueFormats.Hold(format, good));
        Assert.False(ValueFormats.Hold(format, bad));
    }

    private static async Task<List<(Plan Plan, string Name)>> AllAsync()
    {
        var plans = new List<(Plan Plan, string Name)>();
        foreach (var stack in new[] { "dev", "prod" })
        {
            foreach (var system in SystemCatalogue.Names)
            {
                foreach (var topology in Enum.GetValues<Topology>())
                    plans.Add((await Plans.Of(stack, system, topology), $"{stack} {system} {topology}"));
            }
        }

        return plans;
    }
}
