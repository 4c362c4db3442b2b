using System.Reflection;

namespace Infra.Systems;

/// <summary>A file in this folder that defines one system.</summary>
public interface ISystem
{
    /// <summary>Makes the definition. Called once.</summary>
    static abstract SystemDefinition Define();
}

/// <summary>All systems of this assembly: every <see cref="ISystem"/> is found by itself, so that a new system is one new file.</summary>
public static class SystemCatalogue
{
    private static readonly Lazy<ImmutableSortedDictionary<string, SystemDefinition>> All = new(() => Find(typeof(SystemCatalogue).Assembly));

    /// <summary>Names of the systems, sorted.</summary>
    public static IEnumerable<string> Names => All.Value.Keys;

    /// <summary>The system of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is no such system.</exception>
    public static SystemDefinition Get(string name) =>
        All.Value.TryGetValue(name, out var system)
            ? system
            : throw new KeyNotFoundException($"there is no system '{name}'; there are {string.Join(", ", Names)}");

    /// <summary>The systems that an assembly defines, by name.</summary>
    /// <exception cref="InvalidOperationException">Two systems have the same name.</exception>
    public static ImmutableSortedDictionary<string, SystemDefinition> Find(Assembly assembly)
    {
        var found = ImmutableSortedDictionary.CreateBuilder<string, SystemDefinition>(StringComparer.Ordinal);
        foreach (var type in assembly.GetTypes().Where(type => type is { IsAbstract: false, IsInterface: false } && type.IsAssignableTo(typeof(ISystem))))
        {
            var define = type.GetMethod(nameof(ISystem.Define), BindingFlags.Public | BindingFlags.Static, [])
                ?? throw new InvalidOperationException($"{type} has no public method {nameof(ISystem.Define)}");
            var system = (SystemDefinition)define.Invoke(null, null)!;
            if (!found.TryAdd(system.Name, system))
            {
                throw new InvalidOperationException($"two systems are named '{system.Name}': rename the one of {type}");
            }
        }

        return found.ToImmutable();
    }
}
