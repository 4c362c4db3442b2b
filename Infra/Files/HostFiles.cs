using Infra.Files.Compose;
using Infra.Files.Host;
using Infra.Files.Nginx;
using Infra.Files.Observability;
using Infra.Files.Units;
using Infra.Files.Valkey;
using Infra.Settings;
using Infra.Systems;

namespace Infra.Files;

/// <summary>The files of a system's server, all but those that hold what only the deployment knows.</summary>
public static class HostFiles
{
    /// <summary>Login under which files are copied and releases are made.</summary>
    public const string DeployUser = "deploy";

    /// <summary>File of the services' plain environment, written by the deployment.</summary>
    public const string EnvironmentFile = "environment";

    /// <summary>The same for migrations, which go to the database directly.</summary>
    public const string DirectEnvironmentFile = "environment-direct";

    /// <summary>File of what the host commands need to know besides: registry, database, bucket of the backups.</summary>
    public const string DeploymentFile = "deployment";

    /// <summary>Directory of the secrets' files, written by the deployment.</summary>
    public const string SecretsDirectory = "secrets";

    /// <summary>Command that puts a configuration together of what a deployment has brought.</summary>
    public const string AssembleCommand = "bin/assemble";

    /// <summary>Renders the files of a stack. None of them says which version runs: that is told to the release.</summary>
    public static ImmutableArray<HostFile> Render(StackSettings settings)
    {
        var configuration = Configuration(settings);
        return [HostCompose.Render(settings, configuration), .. configuration];
    }

    /// <summary>All but the Compose file, which says by a fingerprint what its containers read of them.</summary>
    internal static ImmutableArray<HostFile> Configuration(StackSettings settings) =>
    [
        SystemFile.Render(settings),
        .. EdgeConfiguration.Render(settings),
        .. settings.OwnStores.Select(need => new HostFile($"redis/{ValkeyConfiguration.FileName}", ValkeyConfiguration.Render(need))),
        .. ServiceContract.All(settings).Select(contract => new HostFile($"services/{contract.Name}", contract.Render(settings.System.SecretsAsFiles))),
        .. MonitoringServices.Contracts(settings),
        .. ObservabilityFiles.Render(settings),
        .. SystemUnits.Render(settings),
        .. KernelParameters.Render(settings),
        .. LogRotations.Render(settings),
        .. HostCommands.Files,
        .. settings.System.Needs<Postgres>().Select(need => new HostFile($"lib/{DatabaseRights.Name}.sql", string.Join('\n', DatabaseRights.Statements(need)) + "\n")),
    ];
}
