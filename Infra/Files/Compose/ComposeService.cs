namespace Infra.Files.Compose;

/// <summary>A service of a Compose file. What is null is not written.</summary>
public sealed record ComposeService
{
    /// <summary>Image with its tag; may hold variables.</summary>
    public required string Image { get; init; }

    /// <summary>How the image is built, where it is built here.</summary>
    public Build? Build { get; init; }

    /// <summary>Profiles without which the service is left alone.</summary>
    public ImmutableArray<string>? Profiles { get; init; }

    /// <summary>Program in place of the image's.</summary>
    public ImmutableArray<string>? Entrypoint { get; init; }

    /// <summary>Arguments.</summary>
    public ImmutableArray<string>? Command { get; init; }

    /// <summary>User and group.</summary>
    public required string User { get; init; }

    /// <summary>Host name inside the container.</summary>
    public string? Hostname { get; init; }

    /// <summary>Variables that are no secrets.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>Files with variables.</summary>
    public ImmutableArray<EnvironmentFile>? EnvFile { get; init; }

    /// <summary>Mounts.</summary>
    public ImmutableArray<Mount>? Volumes { get; init; }

    /// <summary>Writable directories in memory.</summary>
    public ImmutableArray<string>? Tmpfs { get; init; }

    /// <summary>Networks.</summary>
    public required ImmutableArray<string> Networks { get; init; }

    /// <summary>Ports open on the host.</summary>
    public ImmutableArray<PublishedPort>? Ports { get; init; }

    /// <summary>Ports open to neighbours.</summary>
    public ImmutableArray<string>? Expose { get; init; }

    /// <summary>Services that have to be there first.</summary>
    public IReadOnlyDictionary<string, Dependency>? DependsOn { get; init; }

    /// <summary>How Docker asks whether the container is well.</summary>
    public Healthcheck? Healthcheck { get; init; }

    /// <summary>Instances, limits and reservations.</summary>
    public required Deploy Deploy { get; init; }

    /// <summary>When Docker starts the container again.</summary>
    public required string Restart { get; init; }

    /// <summary>Whether the image's file system cannot be written to.</summary>
    public bool ReadOnly { get; init; } = true;

    /// <summary>Linux capabilities that are taken away.</summary>
    public ImmutableArray<string> CapDrop { get; init; } = ["ALL"];

    /// <summary>Security options; Docker's seccomp profile is on unless it is switched off here.</summary>
    public ImmutableArray<string> SecurityOpt { get; init; } = ["no-new-privileges:true"];

    /// <summary>Namespace of process ids: <c>host</c> for what counts all processes.</summary>
    public string? Pid { get; init; }

    /// <summary>Time that a stopping container gets.</summary>
    public required string StopGracePeriod { get; init; }

    /// <summary>Signal that asks it to stop.</summary>
    public string? StopSignal { get; init; }

    /// <summary>How its log is kept.</summary>
    public required Logging Logging { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>What Compose does when files change, for development.</summary>
    public Develop? Develop { get; init; }
}
