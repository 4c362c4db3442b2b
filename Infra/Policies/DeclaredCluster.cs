using Infra.Components.Cloud;
using Infra.Components.Kubernetes;
using Infra.Facts.Reach;
using Infra.Files;
using Infra.Files.Observability.Prometheus;
using Infra.Settings;
using Infra.Systems;
using WatchingCharts = Infra.Components.Kubernetes.Monitoring;

namespace Infra.Policies;

/// <summary>Who has to reach whom in a cluster.</summary>
internal static class DeclaredCluster
{
    private static readonly PortSet Names = PortSet.Tcp(53).Union(PortSet.Of(TransportProtocol.Udp, 53, 53));
    private static readonly PortSet Api = PortSet.Tcp(NetworkFlows.ApiPorts);
    private static readonly ImmutableArray<string> Outside = [Zones.Internet, Zones.Network, Zones.OtherNetworks];
    private static readonly ImmutableArray<string> OthersPods = [$"{ClusterReader.NameServers}", $"{ClusterReach.Stranger}"];

    /// <summary>One end of connections.</summary>
    /// <param name="Name">Name of the pod.</param>
    /// <param name="Connects">To whom it connects, and to which ports.</param>
    /// <param name="Accepts">Whom it lets in, and to which ports.</param>
    private sealed record Party(string Name, ImmutableArray<(Whom Whom, PortSet Ports)> Connects,
        ImmutableArray<(Whom Whom, PortSet Ports)> Accepts)
    {
        public PortSet To(string other) => Of(Connects, other);

        public PortSet From(string other) => Of(Accepts, other);

        private static PortSet Of(ImmutableArray<(Whom Whom, PortSet Ports)> side, string other) => side.Where(entry => entry.Whom(other))
            .Aggregate(PortSet.None, (set, entry) => set.Union(entry.Ports));
    }

    private delegate bool Whom(string name);

    /// <summary>The rows of a cluster.</summary>
    /// <param name="settings">The stack.</param>
    public static IEnumerable<Connection> Of(StackSettings settings)
    {
        Party[] parties = [.. System(settings), .. Charts(settings)];
        foreach (var from in parties)
        {
            foreach (var to in parties)
            {
                if (from.To(to.Name) is { IsEmpty: false } ports)
                {
                    yield return new(from.Name, to.Name, ports.Intersect(to.From(from.Name)));
                }
            }
        }

        foreach (var party in parties)
        {
            foreach (var other in OthersPods)
            {
                yield return new(party.Name, other, party.To(other));
                yield return new(other, party.Name, party.From(other));
            }

            foreach (var zone in Outside)
            {
                yield return new(party.Name, zone, party.To(zone));
            }

            yield return new(Zones.Anywhere, party.Name, party.From(Zones.Anywhere));
        }

        if (!settings.AdminCidrs.IsEmpty)
        {
            yield return new(Zones.Administrators, PlanReach.ControlPlane, PortSet.Tcp(PlanReach.ApiPort));
        }

        foreach (var row in ByName(settings).Concat(ByTheEdge(settings)))
        {
            yield return row;
        }
    }

    // Whatever listens is found by its name.
    private static IEnumerable<Connection> ByName(StackSettings settings)
    {
        var (system, stores) = (settings.System, settings.OwnStores
            .Select(_ => (Name: StoreConnection.OwnHost, Port: new Port("redis", StoreConnection.OwnPort))));
        return from listener in stores.Concat(
                   from service in system.ServicesIn(Topology.Kubernetes)
                       .Concat(system.Needs<Postgres>().Select(_ => Exporters.Database))
                           .Concat(system.Needs<Redis>().Select(_ => Exporters.Store))
                   from port in service.Ports
                   select (service.Name, Port: port))
               select new Connection(PlanReach.NameOf(system.Name, listener.Name, listener.Port.Published),
                   $"{system.Name}/{listener.Name}",
                   PortSet.Tcp(listener.Port.Number));
    }

    private static IEnumerable<Connection> ByTheEdge(StackSettings settings)
    {
        var (users, routes) = ($"{Zones.Anywhere} {PlanReach.ByService}", settings.System.Edge.Routes);
        if (settings.Exposure == Exposure.LoadBalancer)
        {
            var main = routes.MinBy(route => route.Path.Length)!;
            return [new(users, $"{settings.System.Name}/{main.Service}", PortSet.Tcp(main.Port))];
        }

        return routes.Select(route => new Connection($"{Zones.Anywhere} {PlanReach.ByIngress}", $"{settings.System.Name}/{route.Service}",
            PortSet.Tcp(route.Port)))
            .Append(new(users, Charts(EdgeControllers.IngressNamespace), PortSet.Tcp(EdgeControllers.PublicPorts)));
    }

    // Everybody asks for names.
    private static IEnumerable<Party> System(StackSettings settings)
    {
        var (system, byIngress) = (settings.System, settings.Exposure == Exposure.Ingress);
        string Pod(string name) => $"{system.Name}/{name}";
        var (edge, watching, store) = (Only(Charts(EdgeControllers.IngressNamespace)), Only(Charts(WatchingCharts.Namespace)),
            Only(Pod(StoreConnection.OwnHost)));
        var databasePorts = PortSet.Tcp(KubernetesSystem.DirectPort, KubernetesSystem.PoolPort);
        (Whom, PortSet) names = (Only($"{ClusterReader.NameServers}"), Names);
        (Whom, PortSet) internet = (Only(Zones.Internet), PortSet.Tcp(443));
        (Whom, PortSet) databases = (Only(Zones.Network), databasePorts);
        (Whom, PortSet) ownStore = (store, PortSet.Tcp(StoreConnection.OwnPort));
        var (own, managed, database) = (settings.OwnStores.Any(), settings.ManagedStores.Any(), system.Needs<Postgres>().Any());
        var services = system.ServicesIn(Topology.Kubernetes).ToArray();
        foreach (var service in services)
        {
            var main = system.Edge.Routes.MinBy(route => route.Path.Length)!;
            var routed = PortSet.Tcp(system.Edge.Routes.Where(route => route.Service == service.Name).Select(route => route.Port));
            yield return new(Pod(service.Name),
            [
                names, internet, (Only(Zones.Internet), PortSet.Tcp(service.OutgoingPorts)),
                .. service.Called.Select(call => (Only(Pod(call.Service)), PortSet.Tcp(call.Port))),
                .. system.UsesDatabase(service) || (managed && system.UsesCache(service)) ? [databases] : None,
                .. own && system.UsesCache(service) ? [ownStore] : None,
            ],
            [
                (watching, PortSet.Tcp(service.Metrics.Select(metrics => metrics.Port))),
                .. system.CallsTo(service).Select(call => (Only(Pod(call.Service)), PortSet.Tcp(call.Port))),
                byIngress ? (edge, routed) : (Anybody, main.Service == service.Name ? PortSet.Tcp(main.Port) : PortSet.None),
            ]);
        }

        // What a backup or a migration touches: database, store, buckets at another provider.
        (Whom, PortSet)[] data = [names, internet, .. database || managed ? [databases] : None];
        foreach (var migration in system.Migrations)
        {
            yield return new(Pod(migration.Service), [.. data], []);
        }

        string[] backups = settings.NeedsBackup
            ? [KubernetesMetrics.Backup, KubernetesMetrics.RestoreDrill, "restore", .. system.Migrations.IsEmpty ? Array.Empty<string>()
                : ["backup-before-release"]] : [];
        foreach (var backup in backups)
        {
            yield return new(Pod(backup), [.. data, .. own ? [ownStore] : None], []);
        }

        if (database)
        {
            (Whom, PortSet) direct = (Only(Zones.Network), PortSet.Tcp(KubernetesSystem.DirectPort));
            yield return new(Pod(Exporters.Database.Name), [names, direct], [(watching, PortSet.Tcp(Exporters.Database.Ports[0].Number))]);
            if (!system.Migrations.IsEmpty)
            {
                yield return new(Pod(DatabaseRights.Name), [names, direct], []);
            }
        }

        if (own || managed)
        {
            yield return new(Pod(Exporters.Store.Name), [names, own ? ownStore
                : (Only(Zones.Network), PortSet.Tcp(KubernetesSystem.PoolPort))],
                [(watching, PortSet.Tcp(Exporters.Store.Ports[0].Number))]);
        }

        if (own)
        {
            string[] clients = [.. services.Where(system.UsesCache).Select(service => service.Name), .. backups, Exporters.Store.Name];
            yield return new(Pod(StoreConnection.OwnHost), [names],
                [.. clients.Select(client => (Only(Pod(client)), PortSet.Tcp(StoreConnection.OwnPort)))]);
        }

        if (byIngress)
        {
            yield return new(Pod(ForeignPod.Proof), [names], [(edge, PortSet.Tcp(SystemNamespace.ProofPort))]);
        }
    }

    // Admission webhooks let in everybody, for they are called by a control plane whose address nobody knows.
    private static IEnumerable<Party> Charts(StackSettings settings)
    {
        Party Of(string space, ImmutableArray<(Whom, PortSet)> connects, params ImmutableArray<(Whom, PortSet)> accepts) =>
            new(Charts(space), [.. connects, (Only($"{ClusterReader.NameServers}"), Names)], accepts);
        (Whom, PortSet) Among(string space) => (Only(Charts(space)), PortSet.All);
        (Whom, PortSet) Everywhere(params IEnumerable<int> ports) => (name => IsPod(name) || Outside.Contains(name), PortSet.Tcp(ports));
        var watching = Only(Charts(WatchingCharts.Namespace));
        yield return Of(WatchingCharts.Namespace,
            [
                Among(WatchingCharts.Namespace), (IsPod, PortSet.All), (Only(Zones.Network), PortSet.Tcp(WatchingCharts.NodePorts)),
                Everywhere([.. NetworkFlows.ApiPorts, .. WatchingCharts.MailPort(settings)]),
            ],
            Among(WatchingCharts.Namespace), (Anybody, PortSet.Tcp(WatchingCharts.WebhookPort)));
        yield return Of(WatchingCharts.NodeNamespace, [], (watching, PortSet.Tcp(WatchingCharts.NodeExporterPort)));
        if (settings.Exposure == Exposure.Ingress)
        {
            yield return Of(EdgeControllers.IngressNamespace,
                [Among(EdgeControllers.IngressNamespace), (IsPod, PortSet.All), Everywhere(NetworkFlows.ApiPorts)],
                Among(EdgeControllers.IngressNamespace), (Anybody, PortSet.Tcp(EdgeControllers.PublicPorts)),
                (watching, PortSet.Tcp(EdgeControllers.MetricsPort)));
            yield return Of(EdgeControllers.CertManagerNamespace,
                [Among(EdgeControllers.CertManagerNamespace), Everywhere([.. EdgeControllers.ProofPorts, .. NetworkFlows.ApiPorts])],
                Among(EdgeControllers.CertManagerNamespace), (Anybody, PortSet.Tcp(EdgeControllers.WebhookPort)),
                (watching, PortSet.Tcp(EdgeControllers.CertManagerMetricsPort)));
        }

        if (settings.System.Needs<LogIndex>().Any())
        {
            yield return Of(LogSearch.OperatorNamespace, [(IsPod, PortSet.All), Everywhere(NetworkFlows.ApiPorts)],
                (Anybody, PortSet.Tcp(LogSearch.WebhookPort)));
            yield return Of(LogSearch.Space, [Among(LogSearch.Space), Everywhere(443)],
                Among(LogSearch.Space), (Only(Charts(LogSearch.OperatorNamespace)), PortSet.Tcp(LogSearch.SearchPort)),
                (Only(Charts(LogSearch.AgentSpace)), PortSet.Tcp(LogSearch.IntakePort)));
            yield return Of(LogSearch.AgentSpace, [(Only(Charts(LogSearch.Space)), PortSet.Tcp(LogSearch.IntakePort)),
                Everywhere(NetworkFlows.ApiPorts)]);
        }
    }

    private static (Whom, PortSet)[] None => [];

    private static string Charts(string space) => $"{space}/{PlanReach.ChartPods}";

    private static bool IsPod(string name) => name.Contains('/', StringComparison.Ordinal);

    private static bool Anybody(string name) => true;

    private static Whom Only(string name) => other => other == name;
}
