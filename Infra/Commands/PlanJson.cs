using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using Infra.Planning;
using Infra.Policies;

namespace Infra.Commands;

/// <summary>A plan as JSON. Secrets are hidden; keys are sorted, so that two runs of one program print the same.</summary>
internal static class PlanJson
{
    /// <summary>Version of the format; raised when a reader of the older one would misunderstand.</summary>
    public const int SchemaVersion = 1;

    /// <summary>Writes a plan and what the policies say of it.</summary>
    public static void Write(TextWriter output, Plan plan, Verdict verdict)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", SchemaVersion);
            json.WriteString("stack", plan.Settings.StackName);
            json.WriteString("system", plan.Settings.System.Name);
            json.WriteString("topology", plan.Settings.Topology.ToString().ToLowerInvariant());
            json.WriteString("tier", plan.Settings.Tier.ToString().ToLowerInvariant());
            json.WriteStartArray("resources");
            foreach (var resource in plan.Resources)
            {
                WriteResource(json, resource);
            }

            json.WriteEndArray();
            json.WriteStartObject("outputs");
            foreach (var output1 in plan.Outputs)
            {
                json.WriteString(output1.Name, output1.Value);
            }

            json.WriteEndObject();
            json.WriteStartArray("findings");
            foreach (var finding in verdict.Findings)
            {
                json.WriteStartObject();
                json.WriteString("rule", finding.Rule.Id);
                json.WriteString("severity", finding.Rule.Severity.ToString().ToLowerInvariant());
                json.WriteString("resource", finding.Resource);
                json.WriteString("problem", finding.Problem);
                json.WriteString("remedy", finding.Rule.Remedy);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteNumber("policies", verdict.Rules);
            json.WriteNumber("violations", verdict.Violations);
            json.WriteEndObject();
        }

        output.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    private static void WriteResource(Utf8JsonWriter json, PlannedResource resource)
    {
        json.WriteStartObject();
        json.WriteString("type", resource.Type);
        json.WriteString("name", resource.Name);
        json.WriteString("parent", resource.Parent);
        json.WriteBoolean("component", resource.IsComponent);
        json.WriteBoolean("protected", resource.Protected);
        WriteTexts(json, "ignoreChanges", resource.IgnoredChanges);
        WriteTexts(json, "dependsOn", resource.DependsOn);
        json.WritePropertyName("inputs");
        WriteValue(json, PlanValues.Shown(resource));
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, ImmutableArray<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            case IReadOnlyDictionary<string, object?> map:
                json.WriteStartObject();
                foreach (var (name, inner) in map.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                {
                    json.WritePropertyName(name);
                    WriteValue(json, inner);
                }

                json.WriteEndObject();
                break;
            case IEnumerable items:
                json.WriteStartArray();
                foreach (var item in items)
                {
                    WriteValue(json, item);
                }

                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(value.ToString());
                break;
        }
    }
}
