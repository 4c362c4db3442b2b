using System.Text.Encodings.Web;
using System.Text.Json;
using Infra.Policies;

namespace Infra.Reports;

/// <summary>Broken policies in the Static Analysis Results Interchange Format 2.1.0 (OASIS), which code-scanning pages read.</summary>
internal static class SarifReport
{
    /// <summary>Writes findings.</summary>
    /// <param name="document">The plan, for the name of its stack.</param>
    /// <param name="findings">Its findings, or those that are new.</param>
    public static string Write(PlanDocument document, IEnumerable<ReportedFinding> findings) => PlanJson.Write(json =>
    {
        var found = findings.ToArray();
        json.WriteStartObject();
        json.WriteString("$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "infra");
        json.WriteString("informationUri", "https://example.com/infra");
        PlanJson.WriteAll(json, "rules", PolicyGate.Rules, WriteRule);
        json.WriteEndObject();
        json.WriteEndObject();
        PlanJson.WriteAll(json, "results", found, (writer, finding) => WriteResult(writer, document, finding));
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);

    private static void WriteRule(Utf8JsonWriter json, Rule rule)
    {
        json.WriteString("id", rule.Id);
        WriteText(json, "shortDescription", rule.Title);
        WriteText(json, "fullDescription", rule.Why);
        WriteText(json, "help", rule.Remedy);
        json.WriteStartObject("defaultConfiguration");
        json.WriteString("level", rule.Severity == Severity.Error ? "error" : "warning");
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, PlanDocument document, ReportedFinding finding)
    {
        json.WriteString("ruleId", finding.Rule);
        json.WriteString("level", finding.Severity);
        WriteText(json, "message", $"{(finding.Resource.Length > 0 ? $"{finding.Resource}: " : "")}{finding.Problem}. {finding.Remedy}.");

        // The stack's file is where a reader of a code-scanning page can mend it or exempt it; the resource is named beside.
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", $"Pulumi.{document.Stack}.yaml");
        json.WriteEndObject();
        json.WriteStartObject("region");
        json.WriteNumber("startLine", 1);
        json.WriteEndObject();
        json.WriteEndObject();
        PlanJson.WriteAll(json, "logicalLocations", new[] { finding.Resource }, (writer, name) =>
        {
            writer.WriteString("name", name.Length > 0 ? name : document.Stack);
            writer.WriteString("kind", "resource");
        });
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("partialFingerprints");
        json.WriteString("finding/v1", $"{document.Stack}/{finding.Rule}/{finding.Resource}");
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }
}
