using System.Collections;
using Infra.Planning;
using Infra.Systems;

namespace Infra.Tests.Policies;

/// <summary>A plan that is broken in one place, and the rule that has to notice.</summary>
/// <param name="Rule">Id of the rule.</param>
/// <param name="Topology">Where the system runs.</param>
/// <param name="Break">Breaks the plan.</param>
/// <param name="System">The system.</param>
public sealed record Mutation(string Rule, Topology Topology, Func<Plan, Plan> Break, string System = "document-search")
{
    /// <summary>The value of a property that is taken away.</summary>
    public static readonly object Nothing = new();

    /// <summary>Changes a property of the first resource that matches.</summary>
    public static Func<Plan, Plan> Set(Func<PlannedResource, bool> which, object? value, params object[] path) => plan =>
    {
        var resource = plan.Resources.First(which);
        var inputs = (IReadOnlyDictionary<string, object?>)Replaced(resource.Inputs, path, value)!;
        return plan with { Resources = plan.Resources.Replace(resource, resource with { Inputs = inputs.ToImmutableSortedDictionary(StringComparer.Ordinal) }) };
    };

    /// <summary>Changes the options of the first resource that matches.</summary>
    public static Func<Plan, Plan> Change(Func<PlannedResource, bool> which, Func<PlannedResource, PlannedResource> change) => plan =>
    {
        var resource = plan.Resources.First(which);
        return plan with { Resources = plan.Resources.Replace(resource, change(resource)) };
    };

    /// <summary>Leaves out what matches.</summary>
    public static Func<Plan, Plan> Without(Func<PlannedResource, bool> which) => plan =>
    {
        Assert.Contains(plan.Resources, resource => which(resource));
        return plan with { Resources = plan.Resources.RemoveAll(resource => which(resource)) };
    };

    /// <summary>Changes the system's definition.</summary>
    public static Func<Plan, Plan> System_(Func<SystemDefinition, SystemDefinition> change) => plan => plan with { Settings = plan.Settings with { System = change(plan.Settings.System) } };

    /// <summary>Changes the text of a file of the server.</summary>
    public static Func<Plan, Plan> File(string path, string old, string replacement) => plan =>
    {
        var file = plan.Files.Single(file => file.Path == path);
        Assert.Contains(old, file.Content, StringComparison.Ordinal);
        return plan with { Files = plan.Files.Replace(file, file with { Content = file.Content.Replace(old, replacement, StringComparison.Ordinal) }) };
    };

    private static object? Replaced(object? value, ReadOnlySpan<object> path, object? replacement)
    {
        if (path.IsEmpty)
        {
            return replacement;
        }

        if (path[0] is string name)
        {
            var map = (value as IReadOnlyDictionary<string, object?>)?.ToDictionary() ?? [];
            map[name] = Replaced(map.GetValueOrDefault(name), path[1..], replacement);
            if (ReferenceEquals(map[name], Nothing))
            {
                map.Remove(name);
            }

            return map;
        }

        var items = ((IEnumerable)value!).Cast<object?>().ToList();
        var index = (int)path[0];
        items[index] = Replaced(items[index], path[1..], replacement);
        return items.Where(item => !ReferenceEquals(item, Nothing)).ToArray();
    }
}
