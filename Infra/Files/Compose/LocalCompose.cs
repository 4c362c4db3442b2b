using Infra.Files.Valkey;
using Infra.Settings;
using Infra.Systems;

namespace Infra.Files.Compose;

/// <summary>The Compose file of a system on a laptop: no edge, no colours, one instance of each service, and PostgreSQL with pgvector beside them.</summary>
public static class LocalCompose
{
    /// <summary>Name of the database's service.</summary>
    public const string Database = "postgres";

    private const int DatabaseUser = 999; // the user of the image
    private const string OneAddress = "127.0.0.1"; // Nobody but this laptop.

    /// <summary>Renders the file.</summary>
    public static HostFile Render(StackSettings settings, string sources) =>
        new(HostCompose.FileName, ComposeYaml.Write(Of(settings, sources), $"{settings.System.Name} on a laptop: docker compose up --watch"));

    private static ComposeFile Of(StackSettings settings, string sources)
    {
        var volumes = settings.System.Needs<Postgres>().Select(_ => Database).Concat(settings.OwnStores.Select(_ => RedisService.Name)).ToArray();
        return new()
        {
            Name = $"{settings.System.Name}-local",
            Services = Services(settings, sources).ToImmutableSortedDictionary(service => service.Name, service => service.Service, StringComparer.Ordinal),
            Networks = new SortedDictionary<string, Network>(StringComparer.Ordinal) { [Networks.App] = new(Internal: false), [Networks.Data] = new(Internal: true) },
            Volumes = volumes.Length == 0 ? null : volumes.ToImmutableSortedDictionary(name => name, name => new Volume($"{settings.System.Name}-local-{name}"), StringComparer.Ordinal),
        };
    }

    private static IEnumerable<(string Name, ComposeService Service)> Services(StackSettings settings, string sources)
    {
        var system = settings.System;
        foreach (var need in system.Needs<Postgres>())
        {
            yield return (Database, Server(settings, need));
        }

        foreach (var need in settings.OwnStores)
        {
            yield return (RedisService.Name, RedisService.Of(system, need) with
            {
                Volumes =
                [
                    Mount.Reading("./redis", ValkeyConfiguration.Directory),
                    Mount.Reading("./redis-password", ValkeyConfiguration.PasswordDirectory),
                    new("volume", RedisService.Name, ValkeyConfiguration.DataDirectory, ReadOnly: false),
                ],
            });
        }

        var port = LocalEnvironment.Port;
        foreach (var service in system.ServicesIn(Topology.Droplet))
        {
            var published = service.ServesTraffic ? service.Ports.Select(inside => new PublishedPort(inside.Number, $"{port++}", OneAddress)).ToArray() : [];
            yield return (service.Name, Container(settings, sources, service.Image, service.Arguments, service.UserId,
                system.Environment.Where(variable => variable.IsReadBy(service.Name)), service.OnHost.Resources) with
            {
                Tmpfs = [.. service.WritablePaths.Select(path => SystemServices.Tmpfs(path, service.UserId))],
                Ports = published.Length == 0 ? null : [.. published],
                Healthcheck = Healthcheck.Of(service),
                Restart = "unless-stopped",
                DependsOn = Dependencies(settings, system.Migrations),
                Develop = BuiltHere(system) ? new([new(sources, "rebuild", ["**/bin", "**/obj"])]) : null,
            });
        }

        foreach (var migration in system.Migrations)
        {
            yield return (migration.Service, Container(settings, sources, migration.Image, migration.Arguments, migration.UserId, system.Environment, migration.Resources) with
            {
                Tmpfs = [SystemServices.Tmpfs(new("/tmp", Memory.MiB(64)), migration.UserId)],
                DependsOn = Dependencies(settings, []),
            });
        }
    }

    /// <summary>The image of this repository is built from its sources; those of the other systems come from where they are kept.</summary>
    private static bool BuiltHere(SystemDefinition system) => system.Name == "document-search";

    private static ComposeService Container(StackSettings settings, string sources, string image, ImmutableArray<string> arguments, int user,
        IEnumerable<EnvironmentVariable> variables, Resources resources) => new()
        {
            Image = BuiltHere(settings.System) ? $"{image}:local" : $"${{REGISTRY:?set REGISTRY to where the images are}}/{image}:{settings.ImageTag}",
            Build = BuiltHere(settings.System) ? new(sources, "app/Dockerfile") : null,
            Command = arguments.IsEmpty ? null : arguments,
            User = $"{user}:{user}",
            Environment = LocalEnvironment.Of(settings, variables),
            Networks = [Networks.App, Networks.Data],
            Deploy = Deploy.Single(resources),
            Restart = "no",
            StopGracePeriod = "10s",
            Logging = Logging.Of(settings.System.Logs),
        };

    private static SortedDictionary<string, Dependency>? Dependencies(StackSettings settings, ImmutableArray<Migration> migrations)
    {
        var dependencies = new SortedDictionary<string, Dependency>(StringComparer.Ordinal);
        foreach (var _ in settings.System.Needs<Postgres>())
        {
            dependencies[Database] = Dependency.Healthy;
        }

        foreach (var _ in settings.OwnStores)
        {
            dependencies[RedisService.Name] = Dependency.Healthy;
        }

        foreach (var migration in migrations)
        {
            dependencies[migration.Service] = Dependency.Completed;
        }

        return dependencies.Count == 0 ? null : dependencies;
    }

    /// <summary>PostgreSQL with pgvector and the parameters that the system asks for; on a server it is managed, and they are the provider's to set.</summary>
    private static ComposeService Server(StackSettings settings, Postgres need) => new()
    {
        Image = DatabaseTools.Image(settings.Database.Version),
        Command = ["postgres", .. need.Parameters.OrderBy(parameter => parameter.Key, StringComparer.Ordinal).SelectMany(parameter => new[] { "-c", $"{parameter.Key}={parameter.Value}" })],
        User = $"{DatabaseUser}:{DatabaseUser}",
        Environment = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["POSTGRES_DB"] = need.Database,
            ["POSTGRES_PASSWORD"] = LocalEnvironment.Password,
            ["POSTGRES_USER"] = need.User,
        },
        Volumes = [new("volume", Database, "/var/lib/postgresql/data", ReadOnly: false)],
        Tmpfs = ["/tmp:size=64m,mode=1777,nosuid,nodev,noexec", "/var/run/postgresql:size=1m,mode=1777,nosuid,nodev,noexec", "/dev/shm:size=256m,mode=1777,nosuid,nodev,noexec"],
        Networks = [Networks.Data],
        Healthcheck = Healthcheck.Running("pg_isready", "--host", "127.0.0.1", "--username", need.User, "--dbname", need.Database),
        Deploy = Deploy.Single(new(Memory.MiB(256), Memory.GiB(2), Cpu.Cores(0.25), Cpu.Cores(2))),
        Restart = "unless-stopped",
        StopGracePeriod = "30s",
        Logging = Logging.Of(settings.System.Logs),
    };
}
