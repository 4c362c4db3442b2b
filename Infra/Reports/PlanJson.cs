using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Infra.Planning;

namespace Infra.Reports;

/// <summary>Documents as JSON: <c>docs/schemas/plan.v1.json</c>. Keys are sorted, so that two runs of one program write the same.</summary>
internal static class PlanJson
{
    /// <summary>Writes a document as text that people may read.</summary>
    public static string Write(PlanDocument document) => Write(json => Write(json, document), JavaScriptEncoder.UnsafeRelaxedJsonEscaping);

    /// <summary>Writes a document as text that may stand in a page: nothing in it ends a script.</summary>
    public static string WriteForPage(PlanDocument document) => Write(json => Write(json, document), JavaScriptEncoder.Default);

    /// <summary>Writes whatever a function writes.</summary>
    public static string Write(Action<Utf8JsonWriter> write, JavaScriptEncoder encoder)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = !ReferenceEquals(encoder, JavaScriptEncoder.Default), Encoder = encoder }))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>Writes a document.</summary>
    public static void Write(Utf8JsonWriter json, PlanDocument document)
    {
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", PlanDocument.SchemaVersion);
        json.WriteString("stack", document.Stack);
        json.WriteString("system", document.System);
        json.WriteString("topology", document.Topology);
        json.WriteString("tier", document.Tier);
        WriteAll(json, "resources", document.Resources, WriteResource);
        json.WriteStartObject("outputs");
        foreach (var output in document.Outputs)
        {
            json.WriteString(output.Name, output.Value);
        }

        json.WriteEndObject();
        WriteAll(json, "files", document.Files, (writer, file) =>
        {
            writer.WriteString("path", file.Path);
            writer.WriteString("content", file.Content);
        });
        WriteAll(json, "links", document.Links, (writer, link) =>
        {
            writer.WriteString("from", link.From);
            writer.WriteString("to", link.To);
        });
        WriteAll(json, "findings", document.Findings, WriteFinding);
        json.WriteNumber("policies", document.Policies);
        json.WriteNumber("violations", document.Violations);
        WriteCosts(json, document);
        json.WriteEndObject();
    }

    /// <summary>Writes a finding's properties.</summary>
    public static void WriteFinding(Utf8JsonWriter json, ReportedFinding finding)
    {
        json.WriteString("rule", finding.Rule);
        json.WriteString("severity", finding.Severity);
        json.WriteString("resource", finding.Resource);
        json.WriteString("problem", finding.Problem);
        json.WriteString("remedy", finding.Remedy);
    }

    /// <summary>Writes a list of objects.</summary>
    public static void WriteAll<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteCosts(Utf8JsonWriter json, PlanDocument document)
    {
        json.WriteStartObject("cost");
        json.WriteString("currency", "USD");
        json.WriteNumber("minimum", document.Minimum);
        json.WriteNumber("maximum", document.Maximum);
        json.WriteNumber("budget", document.Budget);
        WriteAll(json, "lines", document.Costs, (writer, line) =>
        {
            writer.WriteString("component", line.Component);
            writer.WriteString("resource", line.Resource);
            writer.WriteString("item", line.Item);
            writer.WriteNumber("minimum", line.Minimum);
            writer.WriteNumber("maximum", line.Maximum);
            writer.WriteString("note", line.Note);
        });
        json.WriteEndObject();
    }

    private static void WriteResource(Utf8JsonWriter json, PlannedResource resource)
    {
        json.WriteString("type", resource.Type);
        json.WriteString("name", resource.Name);
        json.WriteString("parent", resource.Parent);
        json.WriteBoolean("component", resource.IsComponent);
        json.WriteBoolean("protected", resource.Protected);
        WriteTexts(json, "ignoreChanges", resource.IgnoredChanges);
        WriteTexts(json, "dependsOn", resource.DependsOn);
        json.WritePropertyName("inputs");
        PlainJson.Write(json, resource.Inputs);
        WriteAll(json, "afterDeployment", resource.UnknownInputs, (writer, input) =>
        {
            writer.WriteString("path", input.Path);
            writer.WriteBoolean("derived", input.Derived);
        });
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
}
