using System.Text.Encodings.Web;
using System.Text.Json;
using Infra.Policies;

namespace Infra.Reports;

/// <summary>Broken policies in the Static Analysis Results Interchange Format 2.1.0 (OASIS), which code-scanning pages read.</summary>
internal static class SarifReport
{
    /// <summary>Writes the findings of a plan.</summary>
    /// <param name="document">The plan, for the name of its stack.</param>
    /// <param name="findings">Its findings, or those that are new.</param>
    public static string Write(PlanDocument document, IEnumerable<ReportedFinding> findings) =>
        Write(PolicyGate.Rules, findings, (writer, finding) => WriteResult(writer, document, finding));

    /// <summary>Writes the findings of files.</summary>
    /// <param name="verdict">What the policies say of them.</param>
    public static string Write(FileVerdict verdict) => Write(FileGate.Policies, verdict.Findings, WriteResult);

    private static string Write<T>(IEnumerable<Policy> policies, IEnumerable<T> findings, Action<Utf8JsonWriter, T> write) =>
        PlanJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "infra");
        json.WriteString("informationUri", "https://example.com/infra");
        PlanJson.WriteAll(json, "rules", policies, WriteRule);
        json.WriteEndObject();
        json.WriteEndObject();
        PlanJson.WriteAll(json, "results", findings, write);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);

    private static void WriteRule(Utf8JsonWriter json, Policy rule)
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
        WriteLocation(json, $"Pulumi.{document.Stack}.yaml", 1, finding.Resource.Length > 0 ? finding.Resource : document.Stack);
        WriteFingerprint(json, $"{document.Stack}/{finding.Rule}/{finding.Resource}");
    }

    private static void WriteResult(Utf8JsonWriter json, FileFinding finding)
    {
        json.WriteString("ruleId", finding.Policy.Id);
        json.WriteString("level", FileReport.Level(finding.Policy));
        WriteText(json, "message",
            $"{(finding.Subject.Length > 0 ? $"{finding.Subject}: " : "")}{finding.Problem}. {finding.Policy.Remedy}.");
        WriteLocation(json, Uri.EscapeDataString(finding.Place.File).Replace("%2F", "/", StringComparison.Ordinal), finding.Place.Line,
            finding.Subject);
        WriteFingerprint(json, $"{finding.Place.File}/{finding.Policy.Id}/{finding.Subject}/{finding.Problem}");
    }

    private static void WriteLocation(Utf8JsonWriter json, string uri, int line, string resource)
    {
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", uri);
        json.WriteEndObject();
        json.WriteStartObject("region");
        json.WriteNumber("startLine", line);
        json.WriteEndObject();
        json.WriteEndObject();
        if (resource.Length > 0)
        {
            PlanJson.WriteAll(json, "logicalLocations", new[] { resource }, (writer, name) =>
            {
                writer.WriteString("name", name);
                writer.WriteString("kind", "resource");
            });
        }

        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteFingerprint(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject("partialFingerprints");
        json.WriteString("finding/v1", text);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }
}
