using YamlDotNet.Serialization;

namespace Infra.Files.Compose;

/// <summary>A directory, file or volume inside a container.</summary>
/// <param name="Type"><c>bind</c> or <c>volume</c>.</param>
/// <param name="Source">Path on the host, or name of the volume.</param>
/// <param name="Target">Path in the container.</param>
/// <param name="ReadOnly">Whether the container can only read it.</param>
public sealed record Mount(string Type, string Source, string Target, bool ReadOnly)
{
    /// <summary>Whether the program reads again what changes while it runs. What it reads at its start only has to make another container.</summary>
    [YamlIgnore]
    public bool IsFollowed { get; init; }

    /// <summary>What a bind mount does besides; unset for volumes.</summary>
    public BindOptions? Bind => Type == "bind" ? new(CreateHostPath: false) : null;

    /// <summary>A path of the host that the container can only read.</summary>
    public static Mount Reading(string source, string target) => new("bind", source, target, ReadOnly: true);

    /// <summary>A path of the host that the container writes to.</summary>
    public static Mount Writing(string source, string target) => new("bind", source, target, ReadOnly: false);
}

/// <summary>Options of a bind mount.</summary>
/// <param name="CreateHostPath">Whether a missing source becomes an empty directory of root, which hides the mistake until something fails.</param>
public sealed record BindOptions(bool CreateHostPath);
