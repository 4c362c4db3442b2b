using System.Text.Encodings.Web;
using Infra.Policies;

namespace Infra.Reports;

/// <summary>What the policies say of files, as text and as JSON.</summary>
internal static class FileReport
{
    private const int SchemaVersion = 1;

    /// <summary>A finding on one line, as compilers write them.</summary>
    /// <param name="finding">The finding.</param>
    public static string Line(FileFinding finding) =>
        $"{finding.Place}: {Level(finding.Policy)} {finding.Policy.Id} {(
            finding.Subject.Length > 0 ? $"{finding.Subject}: " : "")}{finding.Problem}. {finding.Policy.Remedy}.";

    /// <summary>The whole verdict as JSON.</summary>
    /// <param name="verdict">The verdict.</param>
    public static string Json(FileVerdict verdict) => PlanJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", SchemaVersion);
        json.WriteNumber("files", verdict.Files);
        json.WriteNumber("subjects", verdict.Subjects);
        PlanJson.WriteAll(json, "findings", verdict.Findings, (writer, finding) =>
        {
            writer.WriteString("file", finding.Place.File);
            writer.WriteNumber("line", finding.Place.Line);
            writer.WriteString("rule", finding.Policy.Id);
            writer.WriteString("severity", Level(finding.Policy));
            writer.WriteString("subject", finding.Subject);
            writer.WriteString("problem", finding.Problem);
            writer.WriteString("remedy", finding.Policy.Remedy);
            if (finding.Policy is PodRule { Profile: { } profile })
            {
                writer.WriteString("profile", profile.ToString().ToLowerInvariant());
            }
        });
        json.WriteEndObject();
    }, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);

    /// <summary>How much a policy matters, as reports write it.</summary>
    /// <param name="policy">The policy.</param>
    public static string Level(Policy policy) => policy.Severity == Severity.Error ? "error" : "warning";
}
