namespace Infra.Systems;

/// <summary>How many requests one client address may send to a route. What exceeds it is answered with 429.</summary>
/// <param name="RequestsPerSecond">Sustained rate.</param>
/// <param name="Burst">Requests that may come at once above the rate; they are not delayed.</param>
public sealed record RateLimit(int RequestsPerSecond, int Burst)
{
    /// <summary>No limit: for health endpoints only.</summary>
    public static RateLimit None { get; } = new(0, 0);

    /// <summary>Whether there is a limit.</summary>
    public bool Limits => RequestsPerSecond > 0;
}

/// <summary>Requests under a path, and the service that answers them.</summary>
public sealed record Route
{
    /// <summary>Path prefix, beginning with a slash; with <see cref="Exact"/> the whole path.</summary>
    public required string Path { get; init; }

    /// <summary>Whether only this very path is meant.</summary>
    public bool Exact { get; init; }

    /// <summary>Name of the service.</summary>
    public required string Service { get; init; }

    /// <summary>Port of the service.</summary>
    public required int Port { get; init; }

    /// <summary>Requests one client may send.</summary>
    public required RateLimit Limit { get; init; }

    /// <summary>Whether the route only tells about health: neither limited nor logged (ED-07).</summary>
    public bool Health { get; init; }
}

/// <summary>How long the edge waits for the services behind it.</summary>
/// <param name="Connect">For the connection.</param>
/// <param name="Send">Between two writes of a request.</param>
/// <param name="Read">Between two reads of an answer.</param>
public sealed record ProxyTimeouts(TimeSpan Connect, TimeSpan Send, TimeSpan Read);

/// <summary>What stands between a system and the internet: TLS, headers, routes and limits.</summary>
public sealed record Edge
{
    /// <summary>Routes; the longest matching path wins.</summary>
    public required ImmutableArray<Route> Routes { get; init; }

    /// <summary>Time limits towards the services.</summary>
    public ProxyTimeouts Timeouts { get; init; } = new(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(60));

    /// <summary>Largest accepted request body.</summary>
    public Memory MaximumBody { get; init; } = Memory.MiB(1);

    /// <summary>Idle connections kept open to each service.</summary>
    public int Keepalive { get; init; } = 32;

    /// <summary>Connections one nginx worker may hold (ED-07).</summary>
    public int WorkerConnections { get; init; } = 1024;

    /// <summary>Content-Security-Policy of every answer.</summary>
    public string ContentSecurityPolicy { get; init; } =
        "default-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'";
}
