using Infra.Settings;
using Infra.Systems;

namespace Infra.Files.Compose;

/// <summary>The Compose file of a system on a server.</summary>
public static class HostCompose
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "compose.yaml";

    /// <summary>Renders the file.</summary>
    public static HostFile Render(StackSettings settings) =>
        new(FileName, ComposeYaml.Write(Of(settings), $"{settings.System.Name} on one server, rendered from its definition."));

    /// <summary>The file's content.</summary>
    public static ComposeFile Of(StackSettings settings)
    {
        var system = settings.System;
        var secrets = SystemServices.Secrets(settings).ToImmutableSortedDictionary(secret => secret.Name, secret => secret.Secret, StringComparer.Ordinal);
        return new()
        {
            Name = system.Name,
            Services = Services(settings).ToImmutableSortedDictionary(service => service.Name, service => service.Service, StringComparer.Ordinal),
            Networks = Networks.Of(settings),
            Volumes = Volumes(settings),
            Secrets = secrets.IsEmpty ? null : secrets,
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
