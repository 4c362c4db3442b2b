using YamlDotNet.Serialization;

namespace Infra.Tests.Pipeline;

/// <summary>A workflow or an action of GitHub, as far as the rules for them ask.</summary>
public sealed class Workflow
{
    private readonly object? root;

    /// <summary>Reads a file's text.</summary>
    public Workflow(string name, string text)
    {
        (Name, Text) = (name, text);
        root = new DeserializerBuilder().Build().Deserialize<object?>(text);
    }

    /// <summary>Name of the file.</summary>
    public string Name { get; }

    /// <summary>The file.</summary>
    public string Text { get; }

    /// <summary>Whether it is an action: it has steps, but no jobs and no rights of its own.</summary>
    public bool IsAction => At(root, "runs") is not null;

    /// <summary>What starts it.</summary>
    public ImmutableArray<string> Triggers => At(root, "on") switch
    {
        IDictionary<object, object?> map => [.. map.Keys.Select(key => $"{key}")],
        IList<object?> list => [.. list.Select(item => $"{item}")],
        { } one => [$"{one}"],
        null => [],
    };

    /// <summary>Its jobs by name.</summary>
    public IEnumerable<(string Name, object? Job)> Jobs => Map(At(root, "jobs")).Select(job => ($"{job.Key}", job.Value));

    /// <summary>Every step with the job it is in; an action is one job.</summary>
    public IEnumerable<(string Job, object? Step)> Steps =>
        IsAction
            ? List(At(root, "runs", "steps")).Select(step => (Name, step))
            : Jobs.SelectMany(job => List(At(job.Job, "steps")).Select(step => (job.Name, step)));

    /// <summary>The value at a path; null where there is none.</summary>
    public object? Top(params string[] path) => At(root, path);

    /// <summary>The workflows and actions of the repository.</summary>
    public static ImmutableArray<Workflow> OfRepository() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Plans.Repository, ".github"), "*.yml", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(Path.GetDirectoryName(file)) == "workflows" || Path.GetFileName(file) == "action.yml")
            .Order(StringComparer.Ordinal)
            .Select(file => new Workflow(Path.GetRelativePath(Plans.Repository, file), File.ReadAllText(file))),
    ];

    /// <summary>The value at a path of keys; null where there is none.</summary>
    public static object? At(object? value, params string[] path) =>
        path.Aggregate(value, (inner, key) => inner is IDictionary<object, object?> map && map.TryGetValue(key, out var next) ? next : null);

    /// <summary>The text at a path of keys; empty where there is none.</summary>
    public static string TextAt(object? value, params string[] path) => At(value, path) as string ?? "";

    /// <summary>A mapping; empty where it is none.</summary>
    public static IDictionary<object, object?> Map(object? value) => value as IDictionary<object, object?> ?? ImmutableDictionary<object, object?>.Empty;

    /// <summary>Every text within a value.</summary>
    public static IEnumerable<string> TextsIn(object? value) => value switch
    {
        IDictionary<object, object?> map => map.Values.SelectMany(TextsIn),
        IList<object?> list => list.SelectMany(TextsIn),
        string text => [text],
        _ => [],
    };

    private static IEnumerable<object?> List(object? value) => value as IEnumerable<object?> ?? [];
}
