using Infra.Facts.Files;

namespace Infra.Facts.Compose;

/// <summary>Lays what overrides a project, or a service, over it. Sources: the Compose specification, "Merge Compose files" and "Extend
/// your Compose file".</summary>
internal static class ComposeMerge
{
    /// <summary>Where the content of a project begins.</summary>
    public const string Project = "";

    /// <summary>Where the content of a service begins.</summary>
    public const string Service = "services.*";

    // Names with values, in two forms.
    private static readonly ImmutableHashSet<string> Named =
        ["environment", "labels", "annotations", "sysctls", "networks", "extra_hosts", "build.args", "build.labels", "deploy.labels"];

    // Lists, of which a single item is written without one.
    private static readonly ImmutableHashSet<string> Listed = ["tmpfs", "dns", "dns_search", "env_file", "label_file"];

    /// <summary>Lays a map over another one.</summary>
    /// <param name="below">What is overridden.</param>
    /// <param name="above">What overrides it. What is tagged with <c>!reset</c> takes away, with <c>!override</c> it replaces.</param>
    /// <param name="path">Where both begin.</param>
    public static Dictionary<string, object?> Maps(
        IReadOnlyDictionary<string, object?> below, IReadOnlyDictionary<string, object?> above, string path)
    {
        var merged = below.ToDictionary(StringComparer.Ordinal);
        foreach (var (name, value) in above)
        {
            var inside = path switch { Project => name, "services" => Service, _ => $"{path}.{name}" };
            if (value is YamlTagged { Tag: "!reset" })
            {
                merged.Remove(name);
            }
            else if (value is YamlTagged replacing)
            {
                merged[name] = Values(null, replacing.Value, inside);
            }
            else
            {
                merged[name] = Values(merged.GetValueOrDefault(name), value, inside);
            }
        }

        return merged;
    }

    private static object? Values(object? below, object? above, string path)
    {
        var name = path.StartsWith($"{Service}.", StringComparison.Ordinal) ? path[(Service.Length + 1)..] : "";
        switch (name)
        {
            case "command" or "entrypoint" or "healthcheck.test":
                return above ?? below;
            case "depends_on":
                return Both(Conditions(below), Conditions(above));
            case "volumes":
                return Mounts([.. ComposeValue.Items(below), .. ComposeValue.Items(above)]);
            case "logging" when Driver(below) is { } driver && Driver(above) is { } other && driver != other:
                return Values(null, above, path);
            case "build":
                return Both(Context(below), Context(above));
            case var _ when Named.Contains(name) && (below is object?[] || above is object?[]):
                return Both(below is null ? null : ComposeValue.Pairs(below), above is null ? null : ComposeValue.Pairs(above));
            case var _ when Listed.Contains(name):
                return Both(Items(below), Items(above));
        }

        return Both(below, above);

        object? Both(object? first, object? second) => (first, second) switch
        {
            (null or IReadOnlyDictionary<string, object?>, IReadOnlyDictionary<string, object?> map) =>
                Maps(ComposeValue.Map(first), map, path),
            (object?[] former, object?[] latter) => former.Concat(latter).ToArray(),
            (object?[] or IReadOnlyDictionary<string, object?>, null) => first,
            _ => second,
        };
    }

    private static object? Items(object? value) => value is string text ? new object?[] { text } : value;

    private static string? Driver(object? logging) => ComposeValue.Map(logging).GetValueOrDefault("driver") as string;

    private static object? Context(object? build) => build is string context
        ? new Dictionary<string, object?> { ["context"] = context } : build;

    private static object? Conditions(object? waits) => waits is object?[] names
        ? names.Distinct().ToDictionary(ComposeValue.Text,
            object? (_) => new Dictionary<string, object?> { ["condition"] = "service_started" })
        : waits;

    // Of two at the same place the later one counts.
    private static object?[] Mounts(IEnumerable<object?> mounts)
    {
        var kept = new List<object?>();
        foreach (var mount in mounts)
        {
            var target = ComposeMount.Read(ComposeVariables.WithDefaults(mount)).Target;
            kept.RemoveAll(other => ComposeMount.Read(ComposeVariables.WithDefaults(other)).Target == target);
            kept.Add(mount);
        }

        return [.. kept];
    }
}
