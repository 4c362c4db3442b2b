namespace Infra.Systems;

/// <summary>What a probe's answer decides.</summary>
public enum ProbeKind
{
    /// <summary>Whether the other probes may begin: for what is slow to start.</summary>
    Startup,

    /// <summary>Whether the instance is restarted.</summary>
    Liveness,

    /// <summary>Whether the instance gets traffic.</summary>
    Readiness,
}

/// <summary>How the health of an instance is asked for.</summary>
public abstract record ProbeAction
{
    private ProbeAction()
    {
    }

    /// <summary>An HTTP GET that has to answer with a status from 200 to 399.</summary>
    /// <param name="Path">Path and query, beginning with a slash.</param>
    /// <param name="Port">Container port.</param>
    public sealed record HttpGet(string Path, int Port) : ProbeAction;

    /// <summary>An HTTP GET on each of several ports, all of which have to answer with success. The service's <see cref="Service.HealthCommand"/> asks,
    /// inside the container: it has to take several addresses.</summary>
    /// <param name="Path">Path and query, beginning with a slash.</param>
    /// <param name="Ports">Container ports.</param>
    public sealed record HttpGetEach(string Path, ImmutableArray<int> Ports) : ProbeAction
    {
        /// <summary>The addresses.</summary>
        public IEnumerable<string> Urls => Ports.Select(port => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}{Path}"));
    }

    /// <summary>A command inside the container that has to exit with 0.</summary>
    /// <param name="Arguments">Program and arguments; no shell is involved.</param>
    public sealed record Exec(ImmutableArray<string> Arguments) : ProbeAction;
}

/// <summary>A recurring question to an instance: is it started, alive, ready?</summary>
public sealed record Probe
{
    /// <summary>What the answer decides.</summary>
    public required ProbeKind Kind { get; init; }

    /// <summary>How it is asked.</summary>
    public required ProbeAction Action { get; init; }

    /// <summary>Path and port of each HTTP question that it asks.</summary>
    public IEnumerable<(string Path, int Port)> Asked => Action switch
    {
        ProbeAction.HttpGet(var path, var port) => [(path, port)],
        ProbeAction.HttpGetEach(var path, var ports) => ports.Select(port => (path, port)),
        _ => [],
    };

    /// <summary>Time from the start of the container to the first question.</summary>
    public TimeSpan InitialDelay { get; init; } = TimeSpan.Zero;

    /// <summary>Time between two questions.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time after which no answer counts as a failure.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Failures in a row that count.</summary>
    public int FailureThreshold { get; init; } = 3;

    /// <summary>Liveness over HTTP.</summary>
    public static Probe Liveness(string path, int port) => new() { Kind = ProbeKind.Liveness, Action = new ProbeAction.HttpGet(path, port) };

    /// <summary>Liveness over HTTP on several ports.</summary>
    public static Probe Liveness(string path, ImmutableArray<int> ports) => new() { Kind = ProbeKind.Liveness, Action = new ProbeAction.HttpGetEach(path, ports) };

    /// <summary>Readiness over HTTP.</summary>
    public static Probe Readiness(string path, int port) => new() { Kind = ProbeKind.Readiness, Action = new ProbeAction.HttpGet(path, port) };

    /// <summary>Readiness over HTTP on several ports.</summary>
    public static Probe Readiness(string path, ImmutableArray<int> ports) => new() { Kind = ProbeKind.Readiness, Action = new ProbeAction.HttpGetEach(path, ports) };

    /// <summary>Start-up over HTTP: up to 30 questions, two seconds apart.</summary>
    public static Probe Startup(string path, int port) => new()
    {
        Kind = ProbeKind.Startup,
        Action = new ProbeAction.HttpGet(path, port),
        Period = TimeSpan.FromSeconds(2),
        FailureThreshold = 30,
    };
}
