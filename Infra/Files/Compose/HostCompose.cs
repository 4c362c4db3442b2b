using Infra.Files.Host;
using Infra.Files.Valkey;
using Infra.Settings;
using Infra.Systems;

namespace Infra.Files.Compose;

/// <summary>The Compose file of a system on a server.</summary>
public static class HostCompose
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "compose.yaml";

    /// <summary>Renders the file.</summary>
    /// <param name="settings">The stack.</param>
    /// <param name="files">The other files of the server, of which containers have some mounted.</param>
    public static HostFile Render(StackSettings settings, ImmutableArray<HostFile> files) =>
        new(FileName, ComposeYaml.Write(Of(settings, files), $"{settings.System.Name} on one server, rendered from its definition."));

    /// <summary>The file's content.</summary>
    /// <param name="settings">The stack.</param>
    /// <param name="files">The other files of the server.</param>
    public static ComposeFile Of(StackSettings settings, ImmutableArray<HostFile> files)
    {
        var system = settings.System;
        return new()
        {
            Name = system.Name,
            Services = Services(settings).ToImmutableSortedDictionary(service => service.Name, service => Fingerprinted(service.Service, system, files), StringComparer.Ordinal),
            Networks = Networks.Of(settings),
            Volumes = Volumes(settings),
        };
    }

    /// <summary>Compose keeps a container whose description is the same. So the description says what the program reads at its start: by a fingerprint of the
    /// configuration it has mounted. Secrets and variables need none: they lie in a directory of their own for each configuration, and its path is part of the description
    /// where it is a mount (not where it is a secret of Compose).</summary>
    private static ComposeService Fingerprinted(ComposeService service, SystemDefinition system, ImmutableArray<HostFile> files)
    {
        var etc = HostLayout.Configuration(system.Name, "");
        var read = (service.Volumes ?? [])
            .Where(mount => !mount.IsFollowed && mount.Source.StartsWith(etc, StringComparison.Ordinal))
            .Select(mount => mount.Source[etc.Length..])
            .SelectMany(path => files.Where(file => file.Path == path || file.Path.StartsWith($"{path}/", StringComparison.Ordinal)))
            .ToArray();
        return read.Length == 0 ? service : service with
        {
            Labels = (service.Labels ?? ImmutableSortedDictionary<string, string>.Empty)
                .Append(new("configuration", ValkeyConfiguration.Fingerprint(string.Concat(read.Select(file => file.Content)))))
                .ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
    }

    private static ImmutableSortedDictionary<string, Volume> Volumes(StackSettings settings) => MonitoringServices.Volumes
        .Concat(settings.System.Needs<LogIndex>().SelectMany(_ => LoggingServices.Volumes))
        .ToImmutableSortedDictionary(name => name, name => new Volume($"{settings.System.Name}-{name}"), StringComparer.Ordinal);

    private static IEnumerable<(string Name, ComposeService Service)> Services(StackSettings settings)
    {
        var system = settings.System;
        yield return (EdgeServices.Nginx, EdgeServices.Server(system));
        yield return (EdgeServices.Certbot, EdgeServices.Client(system));
        foreach (var need in settings.OwnStores)
        {
            yield return (RedisService.Name, RedisService.Of(system, need));
        }

        if (system.Needs<Postgres>().Any())
        {
            yield return (DatabaseTools.Name, DatabaseTools.Of(settings));
        }

        foreach (var service in SystemServices.Of(settings).Concat(MonitoringServices.Of(settings)).Concat(LoggingServices.Of(settings)))
        {
            yield return service;
        }
    }
}
