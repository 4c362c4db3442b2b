using System.Text;
using Infra.Planning;

namespace Infra.Documentation;

/// <summary>The components of a plan as a tree of text.</summary>
internal static class ComponentTree
{
    /// <summary>Draws the tree.</summary>
    public static string Of(Plan plan)
    {
        var settings = plan.Settings;
        var children = plan.Resources.ToLookup(resource => resource.Parent);
        var text = new StringBuilder($"{settings.System.Name} on {PlannedStacks.Word(settings.Topology)}, stack {settings.StackName} ({settings.Tier.ToString().ToLowerInvariant()})\n");
        Add(text, "", [.. children[""].Where(resource => resource.IsComponent)], children);
        return text.ToString();
    }

    private static void Add(StringBuilder text, string indent, ImmutableArray<PlannedResource> components, ILookup<string, PlannedResource> children)
    {
        for (var index = 0; index < components.Length; index++)
        {
            var (component, last) = (components[index], index == components.Length - 1);
            var count = Count(component, children);
            text.Append($"{indent}{(last ? "└── " : "├── ")}{component.Name} {component.Kind}, {count} {(count == 1 ? "resource" : "resources")}\n");
            Add(text, indent + (last ? "    " : "│   "), [.. children[component.Key].Where(child => child.IsComponent)], children);
        }
    }

    private static int Count(PlannedResource component, ILookup<string, PlannedResource> children) =>
        children[component.Key].Sum(child => child.IsComponent ? Count(child, children) : 1);
}
