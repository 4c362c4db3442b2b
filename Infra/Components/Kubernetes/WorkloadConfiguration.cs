using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Components.Kubernetes;

/// <summary>The environment of one workload as a ConfigMap and a Secret, and how its container gets at them.</summary>
internal sealed class WorkloadConfiguration
{
    private const string SecretsDirectory = "/run/secrets/app";
    private const string SecretsVolume = "secrets";

    private readonly string name;
    private readonly ImmutableArray<ResolvedVariable> secrets;
    private readonly bool asFiles;

    /// <summary>Makes the objects.</summary>
    /// <param name="name">Name of the workload and of its objects.</param>
    /// <param name="variables">The environment.</param>
    /// <param name="asFiles">Whether secrets are mounted as files, or referred to by variables.</param>
    /// <param name="metadata">Makes the metadata of an object.</param>
    /// <param name="options">Parent, provider and dependencies of the objects.</param>
    public WorkloadConfiguration(
        string name, ImmutableArray<ResolvedVariable> variables, bool asFiles, Func<string, ObjectMetaArgs> metadata, CustomResourceOptions options)
    {
        this.name = name;
        this.asFiles = asFiles;
        secrets = [.. variables.Where(variable => variable.Variable.Value.IsSecret)];

        var plain = new InputMap<string>();
        foreach (var (variable, value) in variables.Where(variable => !variable.Variable.Value.IsSecret))
        {
            plain.Add(variable.Name, value);
        }

        if (asFiles)
        {
            foreach (var (variable, _) in secrets)
            {
                plain.Add($"{variable.Name}_FILE", $"{SecretsDirectory}/{variable.SecretKey}");
            }
        }

        var hidden = new InputMap<string>();
        foreach (var (variable, value) in secrets)
        {
            hidden.Add(variable.SecretKey, value);
        }

        Objects =
        [
            new ConfigMap($"{name}-config", new ConfigMapArgs { Metadata = metadata($"{name}-config"), Data = plain }, options),
            .. secrets.IsEmpty
                ? Array.Empty<Resource>()
                : [new Secret($"{name}-secrets", new SecretArgs { Metadata = metadata($"{name}-secrets"), Type = "Opaque", StringData = hidden }, options)],
        ];
        Checksum = ServiceEnvironment.Fingerprint(variables);
    }

    /// <summary>The ConfigMap and, where there are secrets, the Secret.</summary>
    public ImmutableArray<Resource> Objects { get; }

    /// <summary>Fingerprint of all values: as an annotation of the pods it restarts them when a value changes.</summary>
    public Output<string> Checksum { get; }

    /// <summary>Where a container takes whole groups of variables from.</summary>
    public EnvFromSourceArgs EnvFrom() => new() { ConfigMapRef = new ConfigMapEnvSourceArgs { Name = $"{name}-config" } };

    /// <summary>Single variables that refer to the Secret.</summary>
    public InputList<EnvVarArgs> Env() => asFiles
        ? []
        : secrets.Select(secret => new EnvVarArgs
        {
            Name = secret.Variable.Name,
            ValueFrom = new EnvVarSourceArgs { SecretKeyRef = new SecretKeySelectorArgs { Name = $"{name}-secrets", Key = secret.Variable.SecretKey } },
        }).ToArray();

    /// <summary>The volume of the secrets' files; none where they are variables.</summary>
    public IEnumerable<VolumeArgs> Volumes() => asFiles && !secrets.IsEmpty
        ? [new VolumeArgs { Name = SecretsVolume, Secret = new SecretVolumeSourceArgs { SecretName = $"{name}-secrets", DefaultMode = 0b100_100_000 } }]
        : [];

    /// <summary>Where the volume is mounted.</summary>
    public IEnumerable<VolumeMountArgs> Mounts() => asFiles && !secrets.IsEmpty
        ? [new VolumeMountArgs { Name = SecretsVolume, MountPath = SecretsDirectory, ReadOnly = true }]
        : [];
}
