namespace Infra.Files.Observability.Prometheus;

/// <summary>Names of the scrape jobs besides those of the services, which are named like the service.</summary>
internal static class JobNames
{
    /// <summary>Prometheus itself.</summary>
    public const string Prometheus = "prometheus";

    /// <summary>Alertmanager.</summary>
    public const string Alertmanager = "alertmanager";

    /// <summary>Machines.</summary>
    public const string Machines = "node-exporter";

    /// <summary>Bytes on the wire of a server. On Kubernetes <see cref="Machines"/> tells them.</summary>
    public const string MachineNetwork = "network-exporter";

    /// <summary>PostgreSQL.</summary>
    public const string Postgres = "postgres-exporter";

    /// <summary>The Redis-compatible store.</summary>
    public const string Redis = "redis-exporter";

    /// <summary>nginx, or the ingress controller.</summary>
    public const string Nginx = "nginx-exporter";

    /// <summary>What asks endpoints and services.</summary>
    public const string Blackbox = "blackbox-exporter";

    /// <summary>Health routes of the edge, asked from outside.</summary>
    public const string Endpoints = "endpoints";

    /// <summary>Services without metrics, asked for their health.</summary>
    public const string Probes = "probes";

    /// <summary>Jobs that tell about others.</summary>
    public static ImmutableArray<string> Exporters { get; } = [Machines, MachineNetwork, Postgres, Redis, Nginx, Blackbox];
}
