using Infra.Policies;
using Infra.Settings;
using Infra.Systems;
using Xunit.Abstractions;

namespace Infra.Tests.Policies;

public sealed class PolicyTests(ITestOutputHelper output)
{
    private static readonly DateOnly Today = new(2026, 1, 1);

    public static TheoryData<int> Positions => [.. Enumerable.Range(0, Mutations.All.Length)];

    public static TheoryData<string, string, Topology> Stacks
    {
        get
        {
            var stacks = new TheoryData<string, string, Topology>();
            foreach (var system in SystemCatalogue.Names)
            {
                foreach (var stack in new[] { "dev", "prod" })
                {
                    stacks.Add(system, stack, Topology.Droplet);
                    stacks.Add(system, stack, Topology.Kubernetes);
                }
            }

            return stacks;
        }
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task No_stack_breaks_a_policy(string system, string stack, Topology topology) =>
        Assert.Empty(PolicyGate.Check(await Plans.Of(stack, system, topology), Today).Findings.Where(finding => finding.Rule.Severity == Severity.Error).Select(finding => $"{finding}"));

    [Theory]
    [MemberData(nameof(Positions))]
    public async Task A_broken_plan_is_caught_by_its_rule(int position)
    {
        var mutation = Mutations.All[position];
        var plan = await Plans.Of("prod", mutation.System, mutation.Topology);
        Assert.DoesNotContain(PolicyGate.Check(plan, Today).Findings, finding => finding.Rule.Id == mutation.Rule);

        var broken = PolicyGate.Check(mutation.Break(plan), Today);
        Assert.True(broken.Findings.Any(finding => finding.Rule.Id == mutation.Rule), $"{mutation.Rule} (mutation {position}) overlooks it");
    }

    /// <summary>What its reader refuses is a finding, said once, and no reason to give up.</summary>
    [Theory]
    [InlineData(Topology.Droplet, "compose.yaml", "    restart: no\n    restart: always\n", "Duplicate key")]
    [InlineData(Topology.Droplet, "prometheus/rules.yml", "groups: [", "")]
    [InlineData(Topology.Droplet, "nginx/nginx.conf", "http { server_name \"a; }", "is not closed")]
    public async Task A_file_that_cannot_be_read_is_a_violation(Topology topology, string path, string text, string problem)
    {
        var plan = await Plans.Of("prod", "document-search", topology);
        var file = plan.Files.Single(file => file.Path == path);
        var verdict = PolicyGate.Check(plan with
        {
            Files = plan.Files.Replace(file, file with
            {
                Content = path == "compose.yaml"
            ? file.Content.Replace("    restart: unless-stopped\n", text, StringComparison.Ordinal) : text
            })
        }, Today);
        Assert.True(verdict.Refused);
        Assert.Contains(problem, Assert.Single(verdict.Findings, finding => finding.Rule.Id == "FMT-01").Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_that_no_API_server_takes_is_a_violation()
    {
        var plan = await Plans.Of("prod", "document-search", Topology.Kubernetes);
        var broken = Mutation.Set(resource => resource is { Kind: "Deployment", Name: "api" }, "many", "spec", "template", "spec",
            "containers")(plan);
        Assert.Contains(PolicyGate.Check(broken, Today).Findings, finding => finding.Rule.Id == "FMT-01");
    }

    /// <summary>The same mutations as a table; <c>dotnet test --filter FullyQualifiedName~Every_mutation --logger "console;verbosity=detailed"</c> shows it.</summary>
    [Fact]
    public async Task Every_mutation_of_every_rule_is_caught()
    {
        var (caught, total) = (0, 0);
        foreach (var rule in PolicyGate.Rules)
        {
            var mutations = Mutations.All.Where(mutation => mutation.Rule == rule.Id).ToArray();
            var noticed = 0;
            foreach (var mutation in mutations)
            {
                var broken = mutation.Break(await Plans.Of("prod", mutation.System, mutation.Topology));
                noticed += PolicyGate.Check(broken, Today).Findings.Any(finding => finding.Rule.Id == rule.Id) ? 1 : 0;
            }

            output.WriteLine($"| {rule.Id} | {rule.Severity.ToString().ToLowerInvariant()} | {rule.Title} | {noticed}/{mutations.Length} |");
            (caught, total) = (caught + noticed, total + mutations.Length);
        }

        output.WriteLine($"caught {caught} of {total} mutations of {PolicyGate.Rules.Length} rules: {100m * caught / total:0.#} %");
        Assert.Equal(total, caught);
        Assert.Equal(Mutations.All.Length, total);
    }

    [Fact]
    public void Every_rule_has_a_mutation() =>
        Assert.Equal(PolicyGate.Rules.Select(rule => rule.Id), Mutations.All.Select(mutation => mutation.Rule).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Every_rule_has_an_id_a_reason_and_a_remedy()
    {
        Assert.Equal(PolicyGate.Rules.Length, PolicyGate.Rules.Select(rule => rule.Id).Distinct().Count());
        Assert.All(PolicyGate.Rules, rule => Assert.Matches("^[A-Z0-9]{2,4}-[0-9]{2}$", rule.Id));
        Assert.All(PolicyGate.Rules, rule => Assert.Matches(@"^[A-Z].{10,}\)$|^[A-Z].{20,}$", rule.Why));
        Assert.All(PolicyGate.Rules, rule => Assert.False(rule.Remedy.EndsWith('.') || rule.Title.EndsWith('.'), rule.Id));
    }

    [Fact]
    public async Task An_exemption_covers_one_resource_until_its_day()
    {
        var plan = Mutation.Set(resource => resource.Kind == "Deployment" && resource.Name == "api", true, "spec", "template", "spec", "hostPID")(await Plans.Of("prod", "document-search", Topology.Kubernetes));
        var exempt = plan with { Settings = plan.Settings with { Exemptions = [new Exemption("POD-09", "api", "the node's network is measured", Today)] } };
        Assert.Empty(Errors(exempt, Today));
        Assert.Equal(["EXM-01", "POD-09"], Errors(exempt, Today.AddDays(1)));

        var elsewhere = plan with { Settings = plan.Settings with { Exemptions = [new Exemption("POD-09", "worker", "the node's network is measured", Today)] } };
        Assert.Equal(["POD-09"], Errors(elsewhere, Today));
    }

    private static string[] Errors(Infra.Planning.Plan plan, DateOnly today) =>
        [.. PolicyGate.Check(plan, today).Findings.Where(finding => finding.Rule.Severity == Severity.Error).Select(finding => finding.Rule.Id).Distinct().Order(StringComparer.Ordinal)];
}
