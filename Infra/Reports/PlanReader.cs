using System.Text.Json;
using Infra.Files;
using Infra.Planning;

namespace Infra.Reports;

/// <summary>A file is no saved plan.</summary>
public sealed class PlanFormatException(string message) : IOException(message);

/// <summary>Reads saved plans. What older programs did not write yet is empty.</summary>
public static class PlanReader
{
    private const string AfterDeployment = "afterDeployment";

    /// <summary>Reads a document.</summary>
    /// <param name="text">JSON that <c>preview --format json</c> wrote.</param>
    /// <param name="origin">Where it comes from, for messages.</param>
    /// <exception cref="PlanFormatException">It is something else.</exception>
    public static PlanDocument Read(string text, string origin)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return Read(document.RootElement, origin);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new PlanFormatException(
                $"{origin} is no saved plan ({e.Message}); save one with: {Invocation.Program} preview --format json > plan.json");
        }
    }

    private static PlanDocument Read(JsonElement root, string origin)
    {
        var version = root.GetProperty("schemaVersion").GetInt32();
        if (version != PlanDocument.SchemaVersion)
        {
            throw new PlanFormatException($"{origin} has version {version} of the format, this program reads version {PlanDocument.SchemaVersion}; save the plan again with this program");
        }

        var cost = root.TryGetProperty("cost", out var said) ? said : default;
        return new()
        {
            Stack = Text(root, "stack"),
            System = Text(root, "system"),
            Topology = Text(root, "topology"),
            Tier = Text(root, "tier"),
            Resources = Resources([.. Items(root, "resources")]),
            Outputs = [.. root.GetProperty("outputs").EnumerateObject().Select(output => new PlannedOutput(output.Name, output.Value.GetString() ?? ""))],
            Files = [.. Items(root, "files").Select(file => new HostFile(Text(file, "path"), Text(file, "content")))],
            Links = [.. Items(root, "links").Select(link => new ComponentLink(Text(link, "from"), Text(link, "to")))],
            Findings = [.. Items(root, "findings").Select(found => new ReportedFinding(Text(found, "rule"), Text(found, "severity"), Text(found, "resource"), Text(found, "problem"), Text(found, "remedy")))],
            Policies = root.GetProperty("policies").GetInt32(),
            Costs = [.. Items(cost, "lines").Select(line => new ReportedCost(
                Text(line, "component"), Text(line, "resource"), Text(line, "item"), line.GetProperty("minimum").GetDecimal(), line.GetProperty("maximum").GetDecimal(), Text(line, "note")))],
            Budget = cost.ValueKind == JsonValueKind.Object ? cost.GetProperty("budget").GetDecimal() : 0,
        };
    }

    // Programs before 2026-12 wrote what stands in for values of the cloud as if it were known.
    private static ImmutableArray<PlannedResource> Resources(ImmutableArray<JsonElement> items)
    {
        ImmutableArray<PlannedResource> resources = [.. items.Select(Resource)];
        return items.Any(item => item.TryGetProperty(AfterDeployment, out _)) ? resources : SimulatedValues.ShowOlder(resources);
    }

    private static PlannedResource Resource(JsonElement resource) => new()
    {
        Type = Text(resource, "type"),
        Name = Text(resource, "name"),
        Parent = Text(resource, "parent"),
        IsComponent = resource.GetProperty("component").GetBoolean(),
        Protected = resource.GetProperty("protected").GetBoolean(),
        IgnoredChanges = [.. Items(resource, "ignoreChanges").Select(text => text.GetString() ?? "")],
        DependsOn = [.. Items(resource, "dependsOn").Select(text => text.GetString() ?? "")],
        Inputs = (ImmutableSortedDictionary<string, object?>)Value(resource.GetProperty("inputs"))!,
        UnknownInputs = [.. Items(resource, AfterDeployment)
            .Select(input => new UnknownInput(Text(input, "path"), input.GetProperty("derived").GetBoolean()))],
    };

    private static object? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().ToImmutableSortedDictionary(entry => entry.Name, entry => Value(entry.Value), StringComparer.Ordinal),
        JsonValueKind.Array => value.EnumerateArray().Select(Value).ToImmutableArray(),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    private static IEnumerable<JsonElement> Items(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var items) ? items.EnumerateArray() : [];
}
