using Infra.Files.Compose;
using Infra.Files.Nginx;
using Infra.Files.Valkey;
using Infra.Settings;
using Infra.Systems;

namespace Infra.Files.Host;

/// <summary>What the host commands know about the system: a file of shell variables.</summary>
public static class SystemFile
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "system.conf";

    // What stays free for the operating system and for the releases' own work.
    private const int LeastFreeDiskPercent = 10;

    /// <summary>Renders the file.</summary>
    public static HostFile Render(StackSettings settings) =>
        new(FileName, "# Rendered from the system's definition; read by the commands in bin/.\n" + string.Concat(Variables(settings).Select(variable => $"{variable.Name}={Quoted(variable.Value)}\n")));

    private static IEnumerable<(string Name, string Value)> Variables(StackSettings settings)
    {
        var system = settings.System;
        var services = system.ServicesIn(Topology.Droplet).ToArray();
        var serving = services.Where(service => service.ServesTraffic).ToArray();
        var workers = services.Where(service => !service.ServesTraffic).ToArray();

        yield return ("SYSTEM", system.Name);
        yield return ("STACK", settings.StackName);
        yield return ("PUBLIC_HOST", settings.PublicHost);
        yield return ("CERTIFICATE_EMAIL", settings.Alerts.Emails.FirstOrDefault(""));
        yield return ("TRAFFIC_SERVICES", Names(serving));
        yield return ("WORKER_SERVICES", Names(workers));
        yield return ("MIGRATIONS", string.Join(' ', system.Migrations.Select(migration => migration.Service)));
        yield return ("MIGRATION_SECONDS", $"{(int)system.Migrations.Sum(migration => migration.Timeout.TotalSeconds)}");
        yield return ("DEFAULT_REPLICAS", string.Join(' ', services.Select(service => $"{service.Name}={service.OnHost.Replicas}")));
        yield return ("HEALTH_PATHS", Paths(system, queue: false));
        yield return ("QUEUE_PATHS", Paths(system, queue: true));
        yield return ("HAS_REDIS", YesNo(settings.OwnStores.Any()));
        yield return ("HAS_DATABASE", YesNo(system.Needs<Postgres>().Any()));
        yield return ("START_SECONDS", $"{(int)services.Select(StartTime).DefaultIfEmpty().Max().TotalSeconds + 60}");
        yield return ("DRAIN_SECONDS", $"{(int)system.Edge.Timeouts.Read.TotalSeconds}");
        yield return ("NAME_SECONDS", $"{(int)EdgeConfiguration.NamesFollowedWithin.TotalSeconds}");
        yield return ("STOP_SECONDS", $"{(int)services.Select(service => service.StopTimeout).DefaultIfEmpty().Max().TotalSeconds}");
        yield return ("LEAST_FREE_DISK_PERCENT", $"{LeastFreeDiskPercent}");
        yield return ("BACKUP_RETENTION_DAYS", $"{settings.BackupRetentionDays}");
        yield return ("PROFILES", string.Join(' ', settings.Droplet.Profiles));
        yield return ("WATCHING_PROFILES", string.Join(' ', DropletSettings.AllProfiles));
        yield return ("EDGE_USER", $"{EdgeImage.User}");
        yield return ("REDIS_USER", $"{RedisService.User}");
        yield return ("REDIS_IMAGE", ValkeyConfiguration.Image);
        yield return ("POSTGRES_USER_ID", $"{DatabaseTools.User}");
        yield return ("POSTGRES_IMAGE", DatabaseTools.Image(settings.Database.Version));
    }

    private static TimeSpan StartTime(Service service) => service.Probes
        .Select(probe => probe.InitialDelay + (probe.Period * probe.FailureThreshold)).DefaultIfEmpty().Max();

    /// <summary>Health routes. A queue that is behind is worth a warning, but must not keep out the release that mends it.</summary>
    private static string Paths(SystemDefinition system, bool queue) => string.Join(' ', system.Edge.Routes
        .Where(route => route.Health && route.Path.Contains("/queue/", StringComparison.Ordinal) == queue)
        .Select(route => route.Path));

    private static string Names(IEnumerable<Service> services) => string.Join(' ', services.Select(service => service.Name));

    private static string YesNo(bool value) => value ? "yes" : "no";

    private static string Quoted(string value) => $"'{value.Replace("'", "'\\''")}'";
}
