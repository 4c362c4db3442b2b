namespace Infra.Files.Observability.Prometheus;

/// <summary>The configuration of the blackbox exporter: how an address is asked.</summary>
public sealed record BlackboxFile
{
    /// <summary>Name of the one way of asking.</summary>
    public const string Module = "http_2xx";

    /// <summary>Ways of asking by name.</summary>
    public required IReadOnlyDictionary<string, BlackboxModule> Modules { get; init; }

    /// <summary>A GET that has to answer with 200 to 299 within ten seconds.</summary>
    public static BlackboxFile Default { get; } = new()
    {
        Modules = new Dictionary<string, BlackboxModule> { [Module] = new() { Prober = "http", Timeout = "10s", Http = new() { PreferredIpProtocol = "ip4" } } },
    };
}

/// <summary>A way of asking.</summary>
public sealed record BlackboxModule
{
    /// <summary>Protocol.</summary>
    public required string Prober { get; init; }

    /// <summary>Time after which no answer is a failure.</summary>
    public required string Timeout { get; init; }

    /// <summary>Details of HTTP.</summary>
    public required BlackboxHttp Http { get; init; }
}

/// <summary>Details of HTTP.</summary>
public sealed record BlackboxHttp
{
    /// <summary>Which of a name's addresses is asked first.</summary>
    public required string PreferredIpProtocol { get; init; }
}
