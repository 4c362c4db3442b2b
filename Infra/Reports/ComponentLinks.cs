using System.Collections;
using Infra.Facts;
using Infra.Planning;

namespace Infra.Reports;

/// <summary>Finds which component uses which: by what a resource waits for, and by ids, addresses and secrets of one that stand in the inputs of another.</summary>
internal static class ComponentLinks
{
    // Shorter values, such as a port, are those of many.
    private const int ShortestTelling = 8;

    /// <summary>The links of a plan, without those of a component to itself or to what it is part of.</summary>
    public static ImmutableArray<ComponentLink> Of(Plan plan)
    {
        var byKey = new Dictionary<string, PlannedResource>(StringComparer.Ordinal);
        foreach (var resource in plan.Resources)
        {
            byKey.TryAdd(resource.Key, resource);
        }

        var traces = Traces(plan);
        var clusters = plan.OfType("pulumi:providers:kubernetes").Select(provider => provider.Parent).ToArray();
        var links = new HashSet<ComponentLink>();
        foreach (var resource in plan.Deployed)
        {
            var used = resource.DependsOn.Where(byKey.ContainsKey).Select(key => ComponentOf(byKey[key]))
                .Concat(Texts(resource.Inputs).SelectMany(text => traces.Where(trace => text.Contains(trace.Text, StringComparison.Ordinal)).Select(trace => trace.Component)));
            foreach (var component in resource.Type.StartsWith("kubernetes:", StringComparison.Ordinal) ? used.Concat(clusters) : used)
            {
                links.Add(new(ComponentOf(resource), component));
            }
        }

        return [.. links.Where(link => link.From.Length > 0 && link.To.Length > 0 && !IsWithin(link.From, link.To, byKey) && !IsWithin(link.To, link.From, byKey))
            .OrderBy(link => link.From, StringComparer.Ordinal).ThenBy(link => link.To, StringComparer.Ordinal)];
    }

    /// <summary>The component of a resource: itself, or what it belongs to.</summary>
    private static string ComponentOf(PlannedResource resource) => resource.IsComponent ? resource.Key : resource.Parent;

    private static bool IsWithin(string inner, string outer, Dictionary<string, PlannedResource> byKey)
    {
        for (var key = inner; key.Length > 0; key = byKey.TryGetValue(key, out var resource) ? resource.Parent : "")
        {
            if (key == outer)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Texts that only come of one resource. Objects in a cluster are found by what waits for them.</summary>
    private static (string Text, string Component)[] Traces(Plan plan) =>
    [
        .. plan.Deployed.Where(resource => !resource.IsKubernetesObject || Wire.Text(resource.Inputs, "spec", "type") == "LoadBalancer") // its address is the system's
            .SelectMany(resource => TracesOf(resource).Select(text => (Text: text, Component: ComponentOf(resource))))
            .Where(trace => trace.Text.Length >= ShortestTelling)
            .GroupBy(trace => trace.Text, StringComparer.Ordinal)
            .Where(group => group.Select(trace => trace.Component).Distinct().Count() == 1)
            .Select(group => group.First()),
    ];

    private static IEnumerable<string> TracesOf(PlannedResource resource)
    {
        var inputs = resource.Inputs.Where(input => input.Value is not null).ToImmutableDictionary(input => input.Key, input => input.Value!);
        var known = Texts(resource.Inputs).ToHashSet(StringComparer.Ordinal);
        var state = SimulatedCloud.StateOf(resource.Type, resource.Name, inputs);
        return Texts(state.Where(output => !inputs.ContainsKey(output.Key)).Select(output => output.Value))
            .Where(text => !known.Contains(text) && !SecretMark.IsIn(text))
            .Append(SimulatedCloud.IdOf(resource.Type, resource.Name))
            .Append(SecretMark.Of(resource.Name, "")[..^"__".Length]);
    }

    private static IEnumerable<string> Texts(object? value) => value switch
    {
        string text => [text],
        double number => [$"{number}"],
        IReadOnlyDictionary<string, object?> map => map.Values.SelectMany(Texts),
        IEnumerable items => items.Cast<object?>().SelectMany(Texts),
        _ => [],
    };
}
