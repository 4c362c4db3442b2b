using Infra.Facts.Files;

namespace Infra.Facts.Compose;

/// <summary>A container of a project, with where it stands.</summary>
/// <param name="Place">Where its name is written.</param>
/// <param name="Container">The container.</param>
internal sealed record ContainerInFile(FilePlace Place, ComposeContainer Container);

/// <summary>A Compose project, put together from its files.</summary>
/// <param name="Containers">Its containers.</param>
/// <param name="Networks">Its networks by name, <c>default</c> among them.</param>
/// <param name="Parts">Absolute paths of files that others of it extend or include.</param>
internal sealed record ComposeProject(
    ImmutableArray<ContainerInFile> Containers, IReadOnlyDictionary<string, ComposeNetwork> Networks, ImmutableArray<string> Parts)
{
    private const string Alone = "/compose.yaml";

    /// <summary>Reads a project of one file.</summary>
    /// <param name="text">The file.</param>
    /// <returns>Null for what is no project.</returns>
    /// <exception cref="FileFormatException">It is no YAML, says something twice, or names other files.</exception>
    public static ComposeProject? Read(string text) => IsProject(text) ? Read([Alone], path => path == Alone ? text : null) : null;

    /// <summary>Whether a file holds services of Compose.</summary>
    /// <param name="text">The file.</param>
    /// <exception cref="FileFormatException">It is no YAML, or says something twice.</exception>
    public static bool IsProject(string text) =>
        YamlFile.Read(text, YamlDialect.Compose) is [{ Content: IReadOnlyDictionary<string, object?> project }]
        && !project.ContainsKey("kind") && project.GetValueOrDefault("services") switch
        {
            IReadOnlyDictionary<string, object?> services =>
                services.Values.All(service => service is null or YamlTagged or IReadOnlyDictionary<string, object?>),
            null => project.GetValueOrDefault("include") is object?[] && project.Keys.All(IsOfCompose),
            _ => false,
        };

    /// <summary>Reads a project of several files.</summary>
    /// <param name="paths">Their absolute paths; each overrides those before it.</param>
    /// <param name="read">The text of a file by its absolute path; null where there is none.</param>
    /// <exception cref="FileFormatException">A file of it is not there, or Compose would refuse it.</exception>
    public static ComposeProject Read(IEnumerable<string> paths, Func<string, string?> read)
    {
        var loader = new ComposeLoader(read);
        var project = loader.Load(paths);
        var networks = ComposeValue.Map(project.GetValueOrDefault("networks")).ToDictionary(network => network.Key,
            network => ComposeNetwork.Read(network.Key, network.Value));
        networks.TryAdd(ComposeNetwork.Default, ComposeNetwork.Read(ComposeNetwork.Default, null));
        return new(
            [.. ComposeValue.Map(project.GetValueOrDefault("services"))
                .Select(service => new ContainerInFile(loader.PlaceOf(service.Key), new(service.Key, service.Value)))],
            networks, loader.Parts);
    }

    private static bool IsOfCompose(string key) =>
        key is "name" or "version" or "include" or "networks" or "volumes" or "secrets" or "configs"
        || key.StartsWith("x-", StringComparison.Ordinal);
}
