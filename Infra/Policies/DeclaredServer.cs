using Infra.Facts.Reach;
using Infra.Files.Compose;
using Infra.Files.Nginx;
using Infra.Files.Observability.Prometheus;
using Infra.Settings;
using Infra.Systems;

namespace Infra.Policies;

/// <summary>Who has to reach whom on a server. An engine has networks and no rules of single ports, so that what has to reach something of
/// a layer reaches all of it; the layers are as few programs as do their work.</summary>
internal static class DeclaredServer
{
    private static readonly PortSet AnyPort = PortSet.Every(TransportProtocol.Tcp).Union(PortSet.Every(TransportProtocol.Udp));

    /// <summary>The rows of a server and its containers.</summary>
    /// <param name="settings">The stack.</param>
    public static IEnumerable<Connection> Of(StackSettings settings)
    {
        var layers = Layers(settings).ToArray();
        foreach (var (members, leadsOut) in layers)
        {
            foreach (var (from, to) in from one in members from other in members where one != other select (one, other))
            {
                yield return new(from, to, PortSet.All);
            }

            foreach (var member in leadsOut ? members : [])
            {
                yield return new(member, Zones.Anywhere, AnyPort);
            }
        }

        yield return new(Zones.Anywhere, PlanReach.Server, PortSet.Tcp(80, 443));
        yield return new(Zones.Anywhere, EdgeServices.Nginx, PortSet.Tcp(EdgeImage.HttpPort, EdgeImage.HttpsPort));
        yield return new(Zones.Administrators, PlanReach.Server, PortSet.Tcp(22));
    }

    private static IEnumerable<(string[] Members, bool LeadsOut)> Layers(StackSettings settings)
    {
        var system = settings.System;
        string[] Instances(Service service) =>
            service.ServesTraffic ? [.. Colours.Both.Select(colour => Colours.Of(service.Name, colour))] : [service.Name];
        var services = system.ServicesIn(Topology.Droplet).ToArray();
        string[] migrations = [.. system.Migrations.Select(migration => migration.Service)];
        string[] search = system.Needs<LogIndex>().Any() ? ["logstash", "kibana"] : [];
        string[] observers = [JobNames.Prometheus, JobNames.Blackbox, JobNames.Nginx];

        // The internet's: what answers it, and what proves its name.
        yield return ([EdgeServices.Nginx, EdgeServices.Certbot], true);

        // The services, what hands them requests, what prepares their database, and what asks them how they are.
        yield return (
        [
            EdgeServices.Nginx, .. services.SelectMany(Instances), .. migrations,
                .. system.Needs<Postgres>().Select(_ => DatabaseTools.Name),
            .. observers,
        ], Networks.LeavesTheServer(settings));

        // The store, and those who are told where it is.
        if (settings.OwnStores.Any())
        {
            yield return (
            [
                RedisService.Name, JobNames.Redis, .. services.Where(system.UsesCache).SelectMany(Instances),
                .. system.Needs<Redis>().Any() && system.Environment.Any(IsOfCache) ? migrations : [],
            ], false);
        }

        // What keeps logs, and those who write to it and read from it.
        if (search.Length > 0)
        {
            yield return (["elasticsearch", "logging-set-up", .. search], false);
        }

        // What watches, and tells people.
        yield return (
        [
            .. observers, JobNames.Alertmanager, "grafana", JobNames.Machines, JobNames.MachineNetwork,
                .. DeclaredReach.Exporters(settings),
            .. search, .. search.Length > 0 ? ["filebeat"] : Array.Empty<string>(),
        ], true);
    }

    private static bool IsOfCache(EnvironmentVariable variable) => variable.Value is EnvironmentValue.Known(var fact) && fact.IsOfCache();
}
