using System.Text.Json;
using Infra.Reports;
using Infra.Systems;

namespace Infra.Tests.Reports;

public sealed class SchemaTests
{
    private static readonly string Schemas = Path.Combine(Plans.Repository, "docs", "schemas");

    [Theory]
    [MemberData(nameof(ReportTests.Systems), MemberType = typeof(ReportTests))]
    public async Task Plans_are_what_their_schema_says(string system, Topology topology)
    {
        var document = await ReplacingPropertiesTests.DocumentOf(Plans.SettingsOf("prod", system, topology));
        var finding = new ReportedFinding("POD-01", "error", "api", "runs as root", "Give it a user");
        Assert.Empty(Mistakes(PlanJson.Write(document with { Findings = [finding] }), "plan.v1.json"));
    }

    [Fact]
    public async Task Differences_are_what_their_schema_says()
    {
        var before = await ReplacingPropertiesTests.DocumentOf(Plans.SettingsOf("dev", "document-search", Topology.Droplet));
        var after = await ReplacingPropertiesTests.DocumentOf(Plans.SettingsOf("prod", "document-search", Topology.Droplet));
        var finding = new ReportedFinding("POD-01", "error", "api", "runs as root", "Give it a user");
        var difference = PlanComparison.Compare(before with { Findings = [finding] }, "dev", after with { Findings = [finding with { Resource = "worker" }] });
        Assert.Empty(Mistakes(DifferenceJson.Write(difference), "diff.v1.json"));
    }

    [Fact]
    public void The_schema_has_the_version_that_is_written() =>
        Assert.Equal(PlanDocument.SchemaVersion, Load("plan.v1.json").RootElement.GetProperty("properties").GetProperty("schemaVersion").GetProperty("const").GetInt32());

    [Theory]
    [InlineData("""{"schemaVersion": 2}""", "$.schemaVersion is not 1")]
    [InlineData("""{"stack": ""}""", "$.stack is too short")]
    [InlineData("""{"surplus": 1}""", "$ has surplus, which the schema does not name")]
    [InlineData("""{"policies": 1.5}""", "$.policies is no integer")]
    public void The_check_finds_what_is_wrong(string document, string mistake) => Assert.Contains(mistake, Mistakes(document, "plan.v1.json"));

    private static JsonDocument Load(string schema) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Schemas, schema)));

    private static string[] Mistakes(string text, string schema)
    {
        using var document = JsonDocument.Parse(text);
        using var described = Load(schema);
        return [.. SchemaCheck.Check(document.RootElement, described.RootElement)];
    }
}
