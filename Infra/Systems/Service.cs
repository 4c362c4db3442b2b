using System.Globalization;

namespace Infra.Systems;

/// <summary>A port on which the containers of a service listen.</summary>
/// <param name="Name">IANA service name: at most 15 lower-case letters, digits and dashes.</param>
/// <param name="Number">1024 to 65535: containers run without privileges.</param>
public sealed record Port(string Name, int Number)
{
    private readonly int published;

    /// <summary>Port under which other parts of the system find it on Kubernetes; the container's own unless said otherwise (CA-03).</summary>
    public int Published
    {
        get => published > 0 ? published : Number;
        init => published = value;
    }
}

/// <summary>Where and how often metrics are read, in Prometheus' text format.</summary>
/// <param name="Path">Path, beginning with a slash.</param>
/// <param name="Port">Container port.</param>
/// <param name="Interval">Time between two readings.</param>
public sealed record MetricsEndpoint(string Path, int Port, TimeSpan Interval);

/// <summary>A directory that a container may write to; everything else is read-only.</summary>
/// <param name="Path">Absolute path inside the container.</param>
/// <param name="Limit">Most that may be written before the writer gets an error.</param>
public sealed record WritablePath(string Path, Memory Limit);

/// <summary>One program of a system: an image, how it is called, and what it needs to run well.</summary>
public sealed record Service
{
    /// <summary>Unique in the system; a DNS label (lower-case letters, digits, dashes; at most 40 characters).</summary>
    public required string Name { get; init; }

    /// <summary>One sentence for plans and documentation.</summary>
    public required string Description { get; init; }

    /// <summary>Repository of the image in the platform's registry. The tag is a setting, the same for all services of a system.</summary>
    public required string Image { get; init; }

    /// <summary>Arguments after the image's entry point.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>Ports that other parts of the system, or the edge, may connect to.</summary>
    public ImmutableArray<Port> Ports { get; init; } = [];

    /// <summary>Where its metrics are read; none where it has none.</summary>
    public ImmutableArray<MetricsEndpoint> Metrics { get; init; } = [];

    /// <summary>Health questions.</summary>
    public required ImmutableArray<Probe> Probes { get; init; }

    /// <summary>Program and arguments inside the container that exit with 0 when <c>{url}</c> answers with success. Docker has no HTTP
    /// probe of its own. The default asks with the BusyBox of Alpine images.</summary>
    public ImmutableArray<string> HealthCommand { get; init; } = ["wget", "-q", "-T", "3", "-O", "/dev/null", "{url}"];

    /// <summary>The health command with some addresses: each takes a place of its own where <c>{url}</c> stands.</summary>
    /// <param name="urls">Addresses inside the container.</param>
    public ImmutableArray<string> Asking(IEnumerable<string> urls) =>
        [.. HealthCommand.SelectMany(word => word == "{url}" ? urls : [word])];

    /// <summary>How it runs under Docker Compose on one server.</summary>
    public Placement OnHost { get; init; } = Placement.Absent;

    /// <summary>How it runs on Kubernetes.</summary>
    public Placement OnKubernetes { get; init; } = Placement.Absent;

    /// <summary>Services of the system that it calls, as <c>name:port</c> of their containers; the edge's routes are not among them.</summary>
    public ImmutableArray<string> Calls { get; init; } = [];

    /// <summary>Ports of the internet that it connects to besides 443: 587 where it sends mail.</summary>
    public ImmutableArray<int> OutgoingPorts { get; init; } = [];

    /// <summary>Where it may write.</summary>
    public ImmutableArray<WritablePath> WritablePaths { get; init; } = [new("/tmp", Memory.MiB(64))];

    /// <summary>User and group id of the process; never 0.</summary>
    public required int UserId { get; init; }

    /// <summary>Time a stopping instance gets to finish its work before it is killed.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether requests of the system's users end at this service.</summary>
    public bool ServesTraffic { get; init; }

    /// <summary>Services that it calls, and the port of each.</summary>
    public IEnumerable<(string Service, int Port)> Called =>
        Calls.Select(call => call.Split(':')).Select(parts => (parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture)));

    /// <summary>The probe of a kind, where there is one.</summary>
    public IEnumerable<Probe> ProbesOf(ProbeKind kind) => Probes.Where(probe => probe.Kind == kind);

    /// <summary>The port of a number.</summary>
    /// <exception cref="KeyNotFoundException">The service has no such port.</exception>
    public Port Port(int number) => Ports.FirstOrDefault(port => port.Number == number)
        ?? throw new KeyNotFoundException($"service {Name} has no port {number}; it has {string.Join(", ", Ports.Select(port => port.Number))}");

    /// <summary>The service as it runs in a tier.</summary>
    public Service For(Tier tier) => this with { OnHost = OnHost.For(tier), OnKubernetes = OnKubernetes.For(tier) };

    /// <summary>How the service runs in a topology.</summary>
    public Placement In(Topology topology) => topology == Topology.Droplet ? OnHost : OnKubernetes;
}
