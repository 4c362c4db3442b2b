using System.Text.Json.Nodes;
using Infra.Costs;
using Infra.Planning;
using Infra.Policies;
using Infra.Reports;
using Infra.Systems;

namespace Infra.Tests.Planning;

/// <summary>What only the cloud will know is never shown as if it were known.</summary>
public sealed class SimulatedValuesTests
{
    private const string Network = "[known after deployment: Vpc network id]";

    [Theory]
    [MemberData(nameof(Plans.Everywhere), MemberType = typeof(Plans))]
    public async Task Nothing_made_up_is_shown(string stack, string system, Topology topology)
    {
        var plan = await Plans.Of(stack, system, topology);
        var document = Document(plan);
        string[] shown = [document.ToJson(), MarkdownReport.Of(document), HtmlReport.Of(document)];
        var invented = plan.Deployed.SelectMany(resource => SimulatedCloud.Invented(resource.Type, resource.Name, resource.Inputs))
            .Select(value => value.Text)
            .Concat(SimulatedCloud.InventedAnswers.Select(answer => answer.Text))
            .Distinct()
            .ToArray();
        Assert.True(invented.Length > 20);
        Assert.All(shown, text => Assert.DoesNotContain(invented, value => text.Contains(value, StringComparison.Ordinal)));
        Assert.Contains(plan.Deployed, resource => SimulatedValues.Of(plan).IsIn(JsonNode.Parse(PlainText(resource))!.ToJsonString()));
    }

    [Theory]
    [InlineData(Topology.Droplet, "[known after deployment: ReservedIp server-address ipAddress]")]
    [InlineData(Topology.Kubernetes, "[known after deployment: Service nginx-ingress-service ip]")]
    public async Task An_address_is_named_by_what_will_have_it(Topology topology, string address)
    {
        var document = Document(await Plans.Of("prod", "document-search", topology));
        Assert.Equal(address, document.Outputs.Single(output => output.Name == "address").Value);
        Assert.Equal("https://document-search.example.com", document.Outputs.Single(output => output.Name == "url").Value);
        Assert.Equal("[known after deployment: Bucket bucket-uploads bucket]", document.Outputs.Single(output => output.Name == "bucket").Value);
    }

    [Fact]
    public async Task What_is_known_what_is_made_of_it_and_what_stands_in_are_told_apart()
    {
        var document = Document(await Plans.Of("prod", "document-search", Topology.Kubernetes));
        var cluster = document.Resources.Single(resource => resource.Kind == "KubernetesCluster");
        Assert.Equal(Network, cluster.Inputs["vpcUuid"]);
        Assert.Equal("1.36.[known after deployment: getKubernetesVersions latestVersion]", cluster.Inputs["version"]);
        Assert.Equal("nyc3", cluster.Inputs["region"]);
        Assert.Equal([new("version", Derived: true), new("vpcUuid", Derived: false)], cluster.UnknownInputs.ToArray());
    }

    [Fact]
    public async Task Addresses_of_settings_are_known_also_those_for_documentation()
    {
        var settings = Components.Settings.Of("prod", "document-search", Topology.Droplet, ("adminCidrs", """["198.51.100.10/32", "198.51.100.20/32"]"""));
        var document = Document(await PlanRecorder.RecordAsync(settings));
        Assert.Contains("198.51.100.10/32", document.ToJson(), StringComparison.Ordinal);
        Assert.Contains("198.51.100.20/32", document.ToJson(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Topology.Droplet)]
    [InlineData(Topology.Kubernetes)]
    public async Task A_saved_plan_says_the_same(Topology topology)
    {
        var document = Document(await Plans.Of("prod", "document-search", topology));
        var read = PlanReader.Read(document.ToJson(), "saved.json");
        Assert.Equal(document.ToJson(), read.ToJson());
        Assert.Contains(read.Resources, resource => resource.UnknownInputs.Any(input => input.Derived));
    }

    /// <summary>Nothing is replaced because an older program wrote ids as if they were known.</summary>
    [Theory]
    [InlineData(Topology.Droplet)]
    [InlineData(Topology.Kubernetes)]
    public async Task A_plan_that_an_older_program_saved_is_no_change_of_ids(Topology topology)
    {
        var document = Document(await Plans.Of("prod", "document-search", topology));
        var older = JsonNode.Parse(document.ToJson())!;
        foreach (var resource in older["resources"]!.AsArray())
        {
            resource!.AsObject().Remove("afterDeployment");
        }

        var text = System.Text.RegularExpressions.Regex.Replace(older.ToJsonString(), @"\[known after deployment: [A-Za-z]+ ([a-z0-9-]+) id\]", "$1-id");
        Assert.Contains("\"network-id\"", text, StringComparison.Ordinal);
        Assert.Empty(PlanComparison.Compare(PlanReader.Read(text, "older.json"), "older", document).Changes);
    }

    private static PlanDocument Document(Plan plan) =>
        PlanDocument.Of(plan, PolicyGate.Check(plan, new DateOnly(2026, 1, 1)), CostEstimator.Estimate(plan));

    private static string PlainText(PlannedResource resource) => System.Text.Json.JsonSerializer.Serialize(PlanValues.Shown(resource));
}
