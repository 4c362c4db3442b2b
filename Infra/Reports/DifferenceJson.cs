using System.Text.Encodings.Web;
using System.Text.Json;

namespace Infra.Reports;

/// <summary>Differences as JSON: <c>docs/schemas/diff.v1.json</c>.</summary>
internal static class DifferenceJson
{
    /// <summary>Writes a difference as text that people may read.</summary>
    public static string Write(PlanDifference difference) =>
        PlanJson.Write(json => Write(json, difference), JavaScriptEncoder.UnsafeRelaxedJsonEscaping);

    /// <summary>Writes a difference as text that may stand in a page.</summary>
    public static string WriteForPage(PlanDifference difference) =>
        PlanJson.Write(json => Write(json, difference), JavaScriptEncoder.Default);

    private static void Write(Utf8JsonWriter json, PlanDifference difference)
    {
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", PlanDocument.SchemaVersion);
        json.WriteString("base", difference.BeforeName);
        json.WriteString("stack", difference.After.Stack);
        json.WriteStartObject("counts");
        foreach (var kind in Enum.GetValues<ChangeKind>())
        {
            json.WriteNumber(DifferenceLines.Word(kind), difference.Count(kind));
        }

        json.WriteEndObject();
        PlanJson.WriteAll(json, "changes", difference.Changes, (writer, change) =>
        {
            writer.WriteString("kind", DifferenceLines.Word(change.Kind));
            writer.WriteString("type", change.Resource.Type);
            writer.WriteString("name", change.Resource.Name);
            writer.WriteBoolean("refused", change.Refused);
            writer.WriteString("refusal", change.Refusal);
            PlanJson.WriteAll(writer, "properties", change.Properties, WriteProperty);
        });
        PlanJson.WriteAll(json, "outputs", difference.Outputs, WriteProperty);
        json.WriteStartObject("cost");
        json.WriteBoolean("known", difference.KnowsCostsBefore);
        json.WriteNumber("minimumBefore", difference.Before.Minimum);
        json.WriteNumber("minimum", difference.After.Minimum);
        json.WriteNumber("maximumBefore", difference.Before.Maximum);
        json.WriteNumber("maximum", difference.After.Maximum);
        PlanJson.WriteAll(json, "components", difference.Costs, (writer, cost) =>
        {
            writer.WriteString("component", cost.Component);
            writer.WriteNumber("minimumBefore", cost.MinimumBefore);
            writer.WriteNumber("minimum", cost.Minimum);
            writer.WriteNumber("maximumBefore", cost.MaximumBefore);
            writer.WriteNumber("maximum", cost.Maximum);
        });
        json.WriteEndObject();
        PlanJson.WriteAll(json, "newFindings", difference.NewFindings, PlanJson.WriteFinding);
        PlanJson.WriteAll(json, "goneFindings", difference.GoneFindings, PlanJson.WriteFinding);
        json.WriteEndObject();
    }

    private static void WriteProperty(Utf8JsonWriter json, PropertyChange property)
    {
        json.WriteString("oneWay", property.OneWay);
        json.WriteString("path", property.Path);
        json.WriteString("before", property.Before);
        json.WriteString("after", property.After);
        json.WriteBoolean("replaces", property.Replaces);
    }
}
