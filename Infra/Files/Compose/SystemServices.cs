using Infra.Files.Host;
using Infra.Files.Nginx;
using Infra.Settings;
using Infra.Systems;

namespace Infra.Files.Compose;

/// <summary>The system's own programs: services in two colours where they serve traffic, workers, and migrations.</summary>
internal static class SystemServices
{
    private const string SecretsDirectory = "/run/secrets";

    private const string NoVersion = "0"; // Of a colour that was never released: an image has to be named all the same.

    /// <summary>All of them by name.</summary>
    public static IEnumerable<(string Name, ComposeService Service)> Of(StackSettings settings)
    {
        foreach (var service in settings.System.ServicesIn(Topology.Droplet))
        {
            if (service.ServesTraffic)
            {
                foreach (var colour in Colours.Both)
                {
                    var tag = $"TAG_{colour.Name().ToUpperInvariant()}";
                    yield return (Colours.Of(service.Name, colour), Running(settings, service, tag) with { Profiles = [colour.Name()] });
                }
            }
            else
            {
                yield return (service.Name, Running(settings, service, "TAG"));
            }
        }

        foreach (var migration in settings.System.Migrations)
        {
            yield return (migration.Service, Migration(settings, migration));
        }
    }

    private static ComposeService Running(StackSettings settings, Service service, string tag)
    {
        var placement = service.OnHost;
        return Container(settings, ServiceContract.Of(settings, service), tag) with
        {
            Command = service.Arguments.IsEmpty ? null : service.Arguments,
            Tmpfs = service.WritablePaths.IsEmpty ? null : [.. service.WritablePaths.Select(path => Tmpfs(path, service.UserId))],
            Expose = service.Ports.IsEmpty ? null : [.. service.Ports.Select(port => $"{port.Number}")],
            Healthcheck = Healthcheck.Of(service),
            Deploy = Deploy.Scaled(service.Name, placement.Replicas, placement.Resources),
            Restart = "unless-stopped",
            StopGracePeriod = Duration.Of(service.StopTimeout),
        };
    }

    private static ComposeService Migration(StackSettings settings, Migration migration) => Container(settings, ServiceContract.Of(settings, migration), "TAG_NEXT") with
    {
        Profiles = ["tools"],
        Command = migration.Arguments,
        Tmpfs = [Tmpfs(new("/tmp", Memory.MiB(64)), migration.UserId)],
        Deploy = Deploy.Single(migration.Resources),
        Restart = "no",
        StopGracePeriod = "10s",
    };

    private static ComposeService Container(StackSettings settings, ServiceContract contract, string tag) => new()
    {
        Image = $"${{REGISTRY}}/{contract.Image}:{Version(tag)}",
        User = $"{contract.UserId}:{contract.UserId}",
        Environment = Environment(settings, contract, tag),
        EnvFile = [new(HostLayout.Variables(contract.Name))],
        // The service's own copies, which only its user can read. A mount rather than secrets of Compose: it keeps a container whose secret comes from another file.
        Volumes = settings.System.SecretsAsFiles && contract.Secrets.Any() ? [Mount.Reading(HostLayout.Secrets(contract.Name), SecretsDirectory)] : null,
        Networks = Networks.Of(settings, contract.Variables),
        DependsOn = settings.OwnStores.Any()
            ? new SortedDictionary<string, Dependency> { [RedisService.Name] = Dependency.Healthy }
            : null,
        Deploy = Deploy.Single(Resources.None),
        Restart = "no",
        StopGracePeriod = "10s",
        Logging = Logging.Of(settings.System.Logs),
    };

    private static string Version(string tag) => $"${{{tag}:-{NoVersion}}}";

    private static SortedDictionary<string, string>? Environment(StackSettings settings, ServiceContract contract, string tag)
    {
        var variables = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var variable in contract.Versions)
        {
            variables[variable.Name] = Version(tag);
        }

        foreach (var variable in settings.System.SecretsAsFiles ? contract.Secrets : [])
        {
            variables[$"{variable.Name}_FILE"] = $"{SecretsDirectory}/{variable.SecretKey}";
        }

        return variables.Count > 0 ? variables : null;
    }

    /// <summary>A directory in memory that belongs to the container's user.</summary>
    public static string Tmpfs(WritablePath path, int user) => $"{path.Path}:size={path.Limit.WholeMiB}m,mode=0700,uid={user},gid={user},nosuid,nodev,noexec";
}
