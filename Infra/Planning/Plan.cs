using System.Collections.Frozen;
using Infra.Files;
using Infra.Settings;
using Infra.Systems;

namespace Infra.Planning;

/// <summary>An output of the stack.</summary>
/// <param name="Name">Name.</param>
/// <param name="Value">Value as it would be shown; <see cref="SecretMark.Shown"/> for a secret.</param>
public sealed record PlannedOutput(string Name, string Value);

/// <summary>Everything that a stack would create, computed without an engine, a cloud or credentials.</summary>
public sealed record Plan
{
    private ILookup<string, PlannedResource>? byType;
    private FrozenDictionary<string, PlannedResource>? byKey;
    private ImmutableArray<PlannedResource> deployed;

    /// <summary>The settings it was made from.</summary>
    public required StackSettings Settings { get; init; }

    /// <summary>Resources and components in the order in which the program makes them.</summary>
    public required ImmutableArray<PlannedResource> Resources
    {
        get;
        init
        {
            field = value;
            byType = null; // A copy with other resources must not keep the indexes of the original.
            byKey = null;
            deployed = default;
        }
    }

    /// <summary>Outputs of the stack, by name.</summary>
    public required ImmutableArray<PlannedOutput> Outputs { get; init; }

    /// <summary>Files that the deployment copies to the server, all but those that hold what only it knows; none on a cluster.</summary>
    public ImmutableArray<HostFile> Files
    {
        get => field.IsDefault ? field = Settings.Topology == Topology.Droplet ? HostFiles.Render(Settings) : [] : field;
        init;
    }

    /// <summary>Resources that exist outside the program.</summary>
    public IEnumerable<PlannedResource> Deployed =>
        deployed.IsDefault ? deployed = [.. Resources.Where(resource => !resource.IsComponent)] : deployed;

    /// <summary>Everything that the engine makes before a resource because the program says so: what it waits for, what that waits for, and
    /// the providers of all of them. What only passes a value on is not among them.</summary>
    /// <returns>Keys of resources.</returns>
    public ImmutableHashSet<string> Before(PlannedResource resource)
    {
        byKey ??= Resources.DistinctBy(other => other.Key).ToFrozenDictionary(other => other.Key, StringComparer.Ordinal);
        var found = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        var open = new Stack<PlannedResource>([resource]);
        while (open.TryPop(out var next))
        {
            foreach (var key in next.DependsOn.Append(next.Provider).Where(key => key.Length > 0 && found.Add(key)))
            {
                if (byKey.TryGetValue(key, out var known))
                {
                    open.Push(known);
                }
            }
        }

        return found.ToImmutable();
    }

    /// <summary>The resources of a type.</summary>
    public IEnumerable<PlannedResource> OfType(string type) => (byType ??= Resources.ToLookup(resource => resource.Type))[type];
}
