using Infra.Settings;
using Infra.Systems;
using static Infra.Files.Nginx.Directive;

namespace Infra.Files.Nginx;

/// <summary>The configuration of nginx in front of a system on one server. It runs without privileges on a read-only file system.</summary>
public static class EdgeConfiguration
{
    /// <summary>Directory of the configuration in the container.</summary>
    public const string Directory = "/etc/nginx";

    /// <summary>Directory of the certificate in the container.</summary>
    public const string Certificates = "/certificates";

    /// <summary>Directory of the answers to Let's Encrypt in the container.</summary>
    public const string Challenges = "/challenges";

    /// <summary>Directory of the logs in the container.</summary>
    public const string Logs = "/var/log/nginx";

    // Docker's own DNS server, the same in every network that Compose makes.
    private const string Resolver = "127.0.0.11";

    /// <summary>Time after which nginx looks a server's name up again.</summary>
    private static readonly TimeSpan NamesAreValid = TimeSpan.FromSeconds(5);

    /// <summary>Time after which nginx knows of a server that came, went or changed its address, at the latest: it counts whole seconds, and may
    /// have asked just before. Six seconds were measured.</summary>
    public static TimeSpan NamesFollowedWithin { get; } = NamesAreValid + TimeSpan.FromSeconds(2);

    // What only a proxy in front could say. There is none, so a client made it up.
    private static readonly string[] Claims =
        ["Forwarded", "X-Forwarded-Port", "X-Forwarded-Prefix", "X-Forwarded-Server", "X-Forwarded-User", "X-Original-URL", "X-Rewrite-URL"];

    // Forward secrecy and authenticated encryption only. Source: Mozilla, Server Side TLS, "intermediate" (5.7).
    private const string Ciphers = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
        + "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

    private static readonly string[] Compressed =
    [
        "text/plain", "text/css", "text/javascript", "text/xml", "application/json", "application/problem+json", "application/javascript",
        "application/xml", "application/manifest+json", "image/svg+xml", "font/ttf",
    ];

    /// <summary>Renders the files, below the directory <c>nginx</c>.</summary>
    public static IEnumerable<HostFile> Render(StackSettings settings)
    {
        var edge = settings.System.Edge;
        yield return new("nginx/nginx.conf", NginxWriter.Write(TopLevel(settings), $"The edge of {settings.System.Name}, rendered from the system's definition."));
        foreach (var service in edge.Routes.Select(route => route.Service).Distinct())
        {
            foreach (var colour in Colours.Both)
            {
                yield return new($"nginx/colours/{Colours.Of(service, colour)}.conf", Upstreams.Render(edge, service, colour));
            }
        }
    }

    private static IEnumerable<Directive> TopLevel(StackSettings settings)
    {
        var edge = settings.System.Edge;
        yield return Line("daemon", "off");
        yield return Line("worker_processes", "auto");
        yield return Line("worker_rlimit_nofile", $"{edge.WorkerConnections * 4}"); // A proxied connection takes two descriptors, a kept answer a third.
        yield return Line("worker_shutdown_timeout", $"{(int)edge.Timeouts.Read.TotalSeconds}s");
        yield return Line("pid", "/tmp/nginx.pid");
        yield return Line("error_log", "stderr", "warn");
        yield return Block("events", [], Line("worker_connections", $"{edge.WorkerConnections}"), Line("multi_accept", "on"));
        yield return Block("http", [], Http(settings));
    }

    private static IEnumerable<Directive> Http(StackSettings settings)
    {
        var edge = settings.System.Edge;
        return
        [
            Line("default_type", "application/octet-stream"),
            Line("charset", "utf-8"),
            Line("server_tokens", "off"),
            Line("sendfile", "on"),
            Line("tcp_nopush", "on"),
            Line("server_names_hash_bucket_size", "128"),
            Line("map_hash_bucket_size", "256"),

            .. new[] { "client_body", "proxy", "fastcgi", "uwsgi", "scgi" }.Select(kind => Line($"{kind}_temp_path", $"{AnswerCaches.Directory}/{kind}")),
            Line("client_max_body_size", $"{edge.MaximumBody.WholeMiB}m"),
            Line("client_body_timeout", Seconds(edge.Timeouts.Send)),
            Line("client_header_timeout", "15s"),
            Line("keepalive_timeout", "65s"),

            // A reload leaves kept connections open that long, so that no request is on its way to one that was just closed (nginx 1.27.4 and newer).
            Line("keepalive_min_timeout", "10s"),

            AccessLog.Definition,
            Line("access_log", $"{Logs}/access.log", AccessLog.Format),

            Line("gzip", "on"),
            Line("gzip_vary", "on"),
            Line("gzip_proxied", "any"),
            Line("gzip_comp_level", "5"),
            Line("gzip_min_length", "1024"),
            Line("gzip_types", Compressed),

            Line("ssl_protocols", "TLSv1.2", "TLSv1.3"),
            Line("ssl_ciphers", Ciphers),
            Line("ssl_prefer_server_ciphers", "off"),
            Line("ssl_session_cache", "shared:tls:10m"),
            Line("ssl_session_timeout", "1d"),
            Line("ssl_session_tickets", "off"), // Their key would live as long as nginx and undo forward secrecy.

            Line("limit_req_status", "429"),
            Line("limit_req_log_level", "notice"),
            .. Limits.Zones(edge),
            .. AnswerCaches.Definitions(edge),
            .. BrowserCaching.Maps(edge),
            .. CrossOrigin.Maps(settings),
            .. PagePolicies.Maps(settings),
            .. PrivatePaths.Maps(edge),
            .. StrippedPrefixes.Maps(edge),
            Block("map", ["$http_upgrade", "$connection_upgrade"], Line("default", "upgrade"), Line("", "")),

            Line("resolver", Resolver, $"valid={Seconds(NamesAreValid)}", "ipv6=off"),
            Line("resolver_timeout", "2s"),
            Line("include", $"{Directory}/upstreams/*.conf"),
            Upstreams.Outcomes,

            Plain(settings),
            Stranger(),
            Secure(settings, edge),
            Status(),
        ];
    }

    /// <summary>HTTP: the answers to Let's Encrypt, and a redirect for everything else.</summary>
    private static Block Plain(StackSettings settings) => Block("server", [],
        Line("listen", $"{EdgeImage.HttpPort}", "default_server", "reuseport"),
        Line("server_name", settings.PublicHost),
        Line("access_log", "off"),
        Block("location", ["^~", "/.well-known/acme-challenge/"], Line("root", Challenges), Line("default_type", "text/plain")),

        // The name from the settings, not the one the client sends: a forged one would lead elsewhere.
        Block("location", ["/"], Line("return", "301", $"https://{settings.PublicHost}$request_uri")));

    /// <summary>HTTPS under any other name: no certificate fits, so nothing is answered.</summary>
    private static Block Stranger() => Block("server", [],
        Line("listen", $"{EdgeImage.HttpsPort}", "ssl", "default_server", "reuseport"),
        Line("ssl_reject_handshake", "on"));

    private static Block Secure(StackSettings settings, Edge edge) => Block("server", [],
    [
        Line("listen", $"{EdgeImage.HttpsPort}", "ssl"),
        Line("http2", "on"),
        Line("server_name", settings.PublicHost),
        Line("ssl_certificate", $"{Certificates}/fullchain.pem"),
        Line("ssl_certificate_key", $"{Certificates}/privkey.pem"),

        // Blocks inside add to these headers instead of replacing them.
        Line("add_header_inherit", "merge"),
        Line("add_header", "Strict-Transport-Security", SecurityHeaders.StrictTransportSecurity, "always"),
        .. SecurityHeaders.Of(edge).Select(header => Line("add_header", header.Name, PagePolicies.Value(edge, header), "always")),
        Line("add_header", "X-Request-Id", "$request_id", "always"),
        .. SecurityHeaders.Of(edge).Select(header => Line("proxy_hide_header", header.Name)),
        Line("proxy_hide_header", "Strict-Transport-Security"),
        Line("proxy_hide_header", "X-Request-Id"),
        Line("proxy_hide_header", "Server"),
        Line("proxy_hide_header", "X-Powered-By"),
        .. CrossOrigin.Headers(settings),
        .. BrowserCaching.Header(edge),

        Line("proxy_http_version", "1.1"),
        Line("proxy_set_header", "Host", "$host"),
        Line("proxy_set_header", "X-Real-IP", "$remote_addr"),
        Line("proxy_set_header", "X-Forwarded-For", "$remote_addr"), // Nobody stands before the edge: what a client claims here is dropped.
        Line("proxy_set_header", "X-Forwarded-Proto", "$scheme"),
        Line("proxy_set_header", "X-Forwarded-Host", "$host"),
        Line("proxy_set_header", "X-Request-Id", "$request_id"),
        .. Claims.Select(name => Line("proxy_set_header", name, "")),
        Line("proxy_set_header", "Upgrade", "$http_upgrade"),
        Line("proxy_set_header", "Connection", "$connection_upgrade"),
        Line("proxy_connect_timeout", Seconds(edge.Timeouts.Connect)),
        Line("proxy_send_timeout", Seconds(edge.Timeouts.Send)),
        Line("proxy_read_timeout", Seconds(edge.Timeouts.Read)),

        // Another server is asked where one does not answer; never twice for what changes something (POST), which may have been done already. An answer
        // is an answer: with http_503 here, what a service says of one thing it lacks would count against all of it, and take it out of service.
        Line("proxy_next_upstream", "error", "timeout"),
        Line("proxy_next_upstream_tries", "3"),
        Line("proxy_next_upstream_timeout", "10s"),

        Line("recursive_error_pages", "on"), // So that what is sent again and fails again is answered as a problem too.
        .. Problem.Pages(Upstreams.AfterBadGateway),
        PrivatePaths.Refusal,
        .. CrossOrigin.Preflight(settings),
        .. StrippedPrefixes.Unset(edge),
        .. edge.Routes.SelectMany(route => Locations(edge, route)),
        Upstreams.Again(edge),
        .. Problem.Locations,
    ]);

    private static IEnumerable<Block> Locations(Edge edge, Route route) => edge.PathsOf(route)
        .Select(found => Location(edge, route, found.Exact ? ["=", found.Path] : [found.Path]));

    private static Block Location(Edge edge, Route route, ImmutableArray<string> path) => Block("location", path,
    [
        .. route.Health ? [Line("access_log", "off")] : Array.Empty<Directive>(),
        .. Limits.Of(route),
        .. AnswerCaches.Of(edge, route),
        .. StrippedPrefixes.Strip(route),
        Line("proxy_pass", $"http://{Upstreams.Name(route)}{(route.StripsPrefix ? StrippedPrefixes.Remaining : "")}"),
    ]);

    /// <summary>Counters for the metrics exporter, and a page that tells Docker that nginx works. Only neighbours get to it: the port is not published.</summary>
    private static Block Status() => Block("server", [],
        Line("listen", $"{EdgeImage.StatusPort}"),
        Line("access_log", "off"),
        Block("location", ["=", "/stub_status"], Line("stub_status")),
        Block("location", ["=", "/healthy"], Line("default_type", "text/plain"), Line("return", "200", "healthy\n")),
        Block("location", ["/"], Line("return", "404")));

    private static string Seconds(TimeSpan span) => $"{(int)Math.Ceiling(span.TotalSeconds)}s";
}
