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

    /// <summary>Whether the edge takes the path away before it asks the service: <c>/api/x</c> reaches it as <c>/x</c>. Only for prefixes that
    /// end with a slash.</summary>
    public bool StripsPrefix { get; init; }

    /// <summary>Name of the service.</summary>
    public required string Service { get; init; }

    /// <summary>Port of the service.</summary>
    public required int Port { get; init; }

    /// <summary>The path of a prefix without its slash at the end; empty where there is none.</summary>
    public string WithoutSlash => Exact || !Path.EndsWith('/') ? "" : Path[..^1];

    /// <summary>Requests one client may send.</summary>
    public required RateLimit Limit { get; init; }

    /// <summary>Whether the route only tells about health: neither limited nor logged (ED-07).</summary>
    public bool Health { get; init; }

    /// <summary>Where the edge keeps answers of the route; it keeps none where it is <see cref="EdgeCache.None"/>.</summary>
    public EdgeCache Cache { get; init; } = EdgeCache.None;
}

/// <summary>Answers that the edge keeps and gives to everybody who asks the same. Only those are kept that the service says are for everybody
/// (<c>Cache-Control: public</c> or <c>s-maxage</c>; RFC 9111, 5.2.2), and only where the request says nothing of who asks.</summary>
public sealed record EdgeCache
{
    /// <summary>Nothing is kept.</summary>
    public static EdgeCache None { get; } = new() { Name = "", Maximum = default, KeepFor = TimeSpan.Zero };

    /// <summary>Name: lower-case letters.</summary>
    public required string Name { get; init; }

    /// <summary>Memory for the keys; 1 MiB holds about 8,000.</summary>
    public Memory Keys { get; init; } = Memory.MiB(10);

    /// <summary>Most that is kept on disk.</summary>
    public required Memory Maximum { get; init; }

    /// <summary>Time for which an answer counts as fresh where the service does not say how long; what is older is given once more while it is
    /// fetched anew.</summary>
    public required TimeSpan KeepFor { get; init; }

    /// <summary>Whether only answers that a <see cref="StaticRule"/> covers are kept. Files below the prefix of a rule are for everybody without
    /// the service's saying so.</summary>
    public bool StaticFilesOnly { get; init; }

    /// <summary>Whether anything is kept.</summary>
    public bool Keeps => Name.Length > 0;
}

/// <summary>Files that do not change under their name, so that browsers may keep them.</summary>
public sealed record StaticRule
{
    /// <summary>Beginning of the path, with a slash at both ends.</summary>
    public string Prefix { get; init; } = "/";

    /// <summary>Endings of the file names without the dot; none means all files under the prefix.</summary>
    public ImmutableArray<string> Extensions { get; init; } = [];

    /// <summary>Time for which browsers keep them.</summary>
    public required TimeSpan KeepFor { get; init; }

    /// <summary>Whether a changed file gets another name, so that browsers need not ask again even when the page is reloaded.</summary>
    public bool Immutable { get; init; }
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

    /// <summary>The paths of a route: its own, and for a prefix also the one without the slash at its end, unless another route has that.</summary>
    public IEnumerable<(string Path, bool Exact)> PathsOf(Route route) => route.WithoutSlash is { Length: > 0 } path && Routes.All(other => other.Path != path)
        ? [(route.Path, false), (path, true)]
        : [(route.Path, route.Exact)];

    /// <summary>Time limits towards the services.</summary>
    public ProxyTimeouts Timeouts { get; init; } = new(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(60));

    /// <summary>Largest accepted request body.</summary>
    public Memory MaximumBody { get; init; } = Memory.MiB(1);

    /// <summary>Idle connections kept open to each service.</summary>
    public int Keepalive { get; init; } = 32;

    /// <summary>Connections one nginx worker may hold (ED-07).</summary>
    public int WorkerConnections { get; init; } = 1024;

    /// <summary>Files that browsers may keep, the first matching rule counts. HTML is never kept where there is a rule.</summary>
    public ImmutableArray<StaticRule> StaticFiles { get; init; } = [];

    /// <summary>Time after which an idle connection to a service is closed. It has to be less than the service itself waits, or a request that
    /// must not be sent twice can meet a connection that the service is just closing. Source: 5 s is the default of uvicorn (settings,
    /// <c>--timeout-keep-alive</c>) and of Node.js (http, <c>server.keepAliveTimeout</c>).</summary>
    public TimeSpan KeepaliveIdle { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Request headers, besides cookies and those that are known for it, by which services learn who asks: an answer to a request that
    /// carries one is neither kept nor taken from a cache. In lower case.</summary>
    public ImmutableArray<string> IdentityHeaders { get; init; } = [];

    /// <summary>Paths that services answer for the platform only; from outside they do not exist, in whatever spelling, nor does what is below them.</summary>
    public ImmutableArray<string> NotPublic { get; init; } = ["/metrics", "/health_check/detailed"];

    /// <summary>Whether the edge answers for CORS, in place of the services: origins of the settings may call, also where the answer is an error,
    /// and their preflight requests end here.</summary>
    public bool AnswersCors { get; init; }

    /// <summary>Content-Security-Policy of every answer.</summary>
    public string ContentSecurityPolicy { get; init; } =
        "default-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'";

    /// <summary>Content-Security-Policy of pages whose service sends none; empty where the edge's own is that of every answer. Where there is one,
    /// a policy that a service sends is left in force. <see cref="FileOrigins"/> stands for the origins of the system's static files.</summary>
    public string PagePolicy { get; init; } = "";

    /// <summary>Stands in <see cref="PagePolicy"/> for the origins of the system's static files.</summary>
    public const string FileOrigins = "{files}";
}
