using System.Text.Json;
using System.Xml.Linq;
using Infra.Reports;
using Infra.Systems;
using static Infra.Tests.Reports.PlanComparisonTests;

namespace Infra.Tests.Reports;

public sealed class ReportTests
{
    public static TheoryData<string, Topology> Systems()
    {
        var data = new TheoryData<string, Topology>();
        foreach (var system in SystemCatalogue.Names)
        {
            data.Add(system, Topology.Droplet);
            data.Add(system, Topology.Kubernetes);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public async Task A_saved_plan_is_read_as_it_was_written(string system, Topology topology)
    {
        var document = await DocumentOf(system, topology);
        var text = PlanJson.Write(document);
        var read = PlanReader.Read(text, "test");
        Assert.Equal(text, PlanJson.Write(read));
        Assert.True(PlanComparison.Compare(read, "saved", document).IsEmpty);
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public async Task Every_format_can_be_written_and_shows_no_secret(string system, Topology topology)
    {
        var document = await DocumentOf(system, topology);
        string[] texts = [PlanJson.Write(document), MarkdownReport.Of(document), SarifReport.Write(document, document.Findings), HtmlReport.Of(document), SvgGraph.Of(document), MermaidGraph.Of(document)];
        Assert.All(texts, text => Assert.DoesNotContain("__secret", text, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public async Task A_comment_of_a_plan_fits_into_a_pull_request(string system, Topology topology) =>
        Assert.InRange(MarkdownReport.Of(await DocumentOf(system, topology)).Length, 100, MarkdownReport.LongestComment);

    [Fact]
    public void A_comment_of_an_enormous_difference_fits_into_a_pull_request()
    {
        var after = Document([.. Enumerable.Range(0, 5000).Select(number => Resource("kubernetes:core/v1:ConfigMap", $"map-{number}", ("data", new string('x', 500))))]) with
        {
            Findings = [.. Enumerable.Range(0, 5000).Select(number => new ReportedFinding("POD-01", "error", $"map-{number}", new string('y', 1000), "Mend it"))],
        };
        var text = MarkdownReport.Of(PlanComparison.Compare(Document(), "nothing", after));
        Assert.InRange(text.Length, 1000, MarkdownReport.LongestComment);
        Assert.Contains("left out", text, StringComparison.Ordinal);
        Assert.Equal(text.Split("<details>").Length, text.Split("</details>").Length);
    }

    [Fact]
    public void A_table_is_not_broken_by_names()
    {
        var document = Document() with { Costs = [new("a|b", "<script>", "item\nwith line", 1, 2, "")] };
        Assert.Contains("| a\\|b | &lt;script> | item with line |", MarkdownReport.Of(document), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_loads_nothing_and_its_data_ends_no_script()
    {
        var document = Document(Resource("kubernetes:core/v1:ConfigMap", "map", ("data", "</script><script>alert(1)</script>{{plan}}")));
        var page = HtmlReport.Of(document);
        Assert.DoesNotContain("alert(1)</script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", HtmlReport.Of(await DocumentOf("document-search", Topology.Kubernetes)), StringComparison.Ordinal);
    }

    [Fact]
    public void Sarif_names_every_rule_and_places_every_result()
    {
        var document = Document() with { Findings = [new("POD-01", "error", "api", "runs as root", "Give it a user"), new("COST-01", "error", "", "too expensive", "Save")] };
        using var sarif = JsonDocument.Parse(SarifReport.Write(document, document.Findings));
        Assert.Equal("2.1.0", sarif.RootElement.GetProperty("version").GetString());
        var run = sarif.RootElement.GetProperty("runs")[0];
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("id").GetString()).ToHashSet();
        Assert.All(run.GetProperty("results").EnumerateArray(), result =>
        {
            Assert.Contains(result.GetProperty("ruleId").GetString(), rules);
            Assert.Equal("Pulumi.dev.yaml", result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString());
        });
        Assert.Equal(2, run.GetProperty("results").GetArrayLength());
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public async Task No_two_boxes_of_a_graph_lie_on_each_other_and_arrows_point_right(string system, Topology topology)
    {
        var document = await DocumentOf(system, topology);
        var boxes = XDocument.Parse(SvgGraph.Of(document)).Descendants().Where(element => element.Name.LocalName == "rect").Select(rect => (X: (int)rect.Attribute("x")!, Y: (int)rect.Attribute("y")!)).ToArray();
        Assert.True(boxes.Length > 3);
        Assert.Equal(boxes.Length, boxes.DistinctBy(box => box).Count());
        var layers = GraphLayout.Place(ComponentGraph.Of(document)).ToDictionary(node => node.Node.Key, node => node.Layer);
        Assert.All(ComponentGraph.Of(document).Links, link => Assert.True(layers[link.From] < layers[link.To], $"{link.From} -> {link.To}"));
    }

    [Fact]
    public async Task Components_are_linked_by_what_they_use()
    {
        var document = await DocumentOf("document-search", Topology.Kubernetes);
        Assert.Contains(document.Links, link => link.From.EndsWith("::database", StringComparison.Ordinal) && link.To.EndsWith("::network", StringComparison.Ordinal));
        Assert.Contains(document.Links, link => link.From.EndsWith("::dns", StringComparison.Ordinal) && link.To.EndsWith("::edge-controllers", StringComparison.Ordinal));
        Assert.Contains(document.Links, link => link.From.EndsWith("::api", StringComparison.Ordinal) && link.To.EndsWith("::database", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("no JSON at all")]
    [InlineData("{}")]
    [InlineData("""{"schemaVersion": 1, "stack": 5}""")]
    [InlineData("""{"schemaVersion": "one"}""")]
    [InlineData("[1, 2]")]
    public void A_file_that_is_no_plan_is_refused_with_what_to_type(string text)
    {
        var refused = Assert.Throws<PlanFormatException>(() => PlanReader.Read(text, "some.json"));
        Assert.Contains("some.json is no saved plan", refused.Message, StringComparison.Ordinal);
        Assert.Contains("preview --format json", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_of_another_version_is_refused() =>
        Assert.Contains("version 2", Assert.Throws<PlanFormatException>(() => PlanReader.Read("""{"schemaVersion": 2}""", "some.json")).Message, StringComparison.Ordinal);

    private static async Task<PlanDocument> DocumentOf(string system, Topology topology) => await ReplacingPropertiesTests.DocumentOf(Plans.SettingsOf("prod", system, topology));
}
