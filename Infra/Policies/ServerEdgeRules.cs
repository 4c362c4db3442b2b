using Infra.Facts;
using Infra.Facts.Nginx;
using Infra.Files.Nginx;
using Infra.Planning;
using Infra.Systems;

namespace Infra.Policies;

/// <summary>What the nginx of a server does with a request, location by location, inheritance resolved (ED-01 to ED-05).</summary>
internal static class ServerEdgeRules
{
    // Who asks, as nginx saw it: what a client sends under these names counts for nothing.
    private static readonly ImmutableDictionary<string, string> Said = new Dictionary<string, string>
    {
        ["Host"] = "$host",
        ["X-Real-IP"] = "$remote_addr",
        ["X-Forwarded-For"] = "$remote_addr",
        ["X-Forwarded-Proto"] = "$scheme",
        ["X-Forwarded-Host"] = "$host",
        ["X-Request-Id"] = "$request_id",
        ["Forwarded"] = "",
        ["X-Forwarded-Port"] = "",
        ["X-Forwarded-Prefix"] = "",
        ["X-Forwarded-Server"] = "",
        ["X-Forwarded-User"] = "",
        ["X-Original-URL"] = "",
        ["X-Rewrite-URL"] = "",
    }.ToImmutableDictionary(StringComparer.OrdinalIgnoreCase);

    public static ImmutableArray<Rule> All { get; } =
    [
        new()
        {
            Id = "EDGE-09",
            Title = "Every declared route has a location, with the limit that is declared",
            Scope = Scope.Server,
            Why = "A limit that an inner block loses, that only counts, or whose key the client chooses, limits nobody (ED-03; OWASP "
                + "API4:2023)",
            Remedy = "Give each route's location a limit_req of a zone by $binary_remote_addr with the declared rate and burst, and no "
                + "limit_req_dry_run",
            Judge = plan => from server in Public(plan)
                            from route in plan.Settings.System.Edge.Routes
                            from path in plan.Settings.System.Edge.PathsOf(route)
                            let location = server.Named("location").FirstOrDefault(one => one.Arguments[^1] == path.Path)
                            let problem = location is null ? "has no location" : Limit(location, route.Limit)
                            select new Subject(path.Path, problem),
        },
        new()
        {
            Id = "EDGE-10",
            Title = "Bodies and times are bounded as declared",
            Scope = Scope.Server,
            Why = "What may be as large, or take as long, as a client likes is filled by one client (ED-04; OWASP API4:2023)",
            Remedy = "Set client_max_body_size and the proxy_*_timeout to what is declared, client_*_timeout to 2 minutes at most, and "
                + "proxy_next_upstream_tries",
            Judge = plan => from server in Public(plan)
                            let edge = plan.Settings.System.Edge
                            from block in Proxied(server)
                            let problem = NginxScope.Bytes(block.Value("client_max_body_size")) is not > 0
                                ? "takes bodies of any size, or of a size that nobody declared"
                                : NginxScope.Bytes(block.Value("client_max_body_size")) > edge.MaximumBody.Bytes
                                    ? "takes larger bodies than declared"
                                : IsLonger(block, "proxy_read_timeout", edge.Timeouts.Read.TotalSeconds)
                                    || IsLonger(block, "proxy_send_timeout", edge.Timeouts.Send.TotalSeconds)
                                    || IsLonger(block, "proxy_connect_timeout", edge.Timeouts.Connect.TotalSeconds)
                                        ? "waits longer for a service than declared"
                                : IsLonger(block, "client_body_timeout", 120) || IsLonger(block, "client_header_timeout", 120)
                                    || IsLonger(block, "send_timeout", 120) ? "waits minutes for a client"
                                : block.Value("proxy_next_upstream") != "off" && block.Value("proxy_next_upstream_tries") is "" or "0"
                                    ? "asks one instance after the other without an end" : ""
                            select new Subject(block.ToString(), problem),
        },
        new()
        {
            Id = "EDGE-11",
            Title = "TLS is modern on every port that has it, and other hosts are turned away",
            Scope = Scope.Server,
            Why = "One server with old protocols, weak ciphers or shared ticket keys is asked by who wants those (ED-01; Mozilla, "
                + "server-side TLS, intermediate)",
            Remedy = "Set ssl_protocols, ssl_ciphers with forward secrecy and ssl_session_tickets off for all servers, listen with ssl, "
                + "and let the default server reject the handshake",
            Judge = plan => plan.Settings.Topology == Topology.Droplet && PlanFacts.Of(plan).Nginx is { } root
                ? Servers(root).Select(server => new Subject(NameOf(server), Tls(server)))
                    .Append(new("nginx", Servers(root).Any(server => Listens(server, "ssl") && Listens(server, "default_server")
                        && server.Value("ssl_reject_handshake") == "on") ? "" : "answers for hosts that are not its own"))
                : [],
        },
        new()
        {
            Id = "EDGE-12",
            Title = "Services hear who asks from nginx, not from the client",
            Scope = Scope.Server,
            Why = "A header of the client that a service believes makes it another client, host or path (CWE-290, CWE-348; OWASP, host "
                + "header injection)",
            Remedy = "Set Host and X-Forwarded-* to what nginx knows, and the others that services believe to nothing, for every location "
                + "that is passed on",
            Judge = plan => from server in Public(plan)
                            from block in Proxied(server)
                            let set = block.Effective("proxy_set_header").Where(header => header.Arguments.Length == 2)
                                .ToLookup(header => header.Arguments[0], header => header.Arguments[1], StringComparer.OrdinalIgnoreCase)
                            let missing = Said.Where(header => set[header.Key].LastOrDefault("?") != header.Value).Select(header =>
                                header.Key).Order(StringComparer.Ordinal).ToArray()
                            select new Subject(block.ToString(),
                                missing.Length > 0 ? $"leaves {string.Join(", ", missing)} to the client" : ""),
        },
        new()
        {
            Id = "EDGE-13",
            Title = "Every answer has the security headers that are declared, once",
            Scope = Scope.Server,
            Why = "An error page without them, or a second value from a service, is where they are missing (ED-02; OWASP Secure Headers "
                + "Project)",
            Remedy = "Add each header with always around all locations, keep add_header_inherit at merge, and hide what services send "
                + "under the same names",
            Judge = plan => from server in Public(plan)
                            from block in server.Named("location").Prepend(server)
                            let sent = NginxHeaders.Effective(block)
                            from header in SecurityHeaders.Of(plan.Settings.System.Edge).Append(new("Strict-Transport-Security",
                                SecurityHeaders.StrictTransportSecurity))
                            let value = PagePolicies.Value(plan.Settings.System.Edge, header)
                            let problem = !sent.Any(one => one.Arguments is [var name, var said, "always"] && name == header.Name
                                && said == value) ? $"does not always send {header.Name} as declared"
                                : sent.Count(one => NginxHeaders.NameOf(one) == header.Name) > 1 ? $"sends {header.Name} twice"
                                : !Hidden(block).Contains(header.Name) && IsProxied(block)
                                    ? $"passes on what services say as {header.Name}" : ""
                            select new Subject(block.ToString(), problem),
        },
        new()
        {
            Id = "EDGE-14",
            Title = "Answers do not tell what runs",
            Scope = Scope.Server,
            Why = "The name of a program and its version tell which published weakness to try (OWASP ASVS 5.0, 13.4; CIS NGINX Benchmark "
                + "2.5)",
            Remedy = "Hide Server and X-Powered-By of services, and keep access logs in their file but for health",
            Judge = plan => from server in Public(plan)
                            from block in Proxied(server)
                            select new Subject(block.ToString(), Hidden(block).Contains("Server") && Hidden(block).Contains("X-Powered-By")
                                ? "" : "tells what its service runs on"),
        },
    ];

    private static IEnumerable<NginxDirective> Servers(NginxDirective root) =>
        root.Descendants.Where(directive => directive.Name == "server" && directive.IsBlock && directive.Parent?.Name == "http");

    /// <summary>The servers that answer by TLS for the system; one that is missing is found by <c>EDGE-11</c>.</summary>
    private static IEnumerable<NginxDirective> Public(Plan plan) => plan.Settings.Topology == Topology.Droplet
        && PlanFacts.Of(plan).Nginx is { } root
        ? Servers(root).Where(server => server.Named("ssl_certificate").Any()) : [];

    private static IEnumerable<NginxDirective> Proxied(NginxDirective server) => server.Named("location").Where(IsProxied);

    private static bool IsProxied(NginxDirective block) => block.Name == "location" && block.Named("proxy_pass").Any();

    private static HashSet<string> Hidden(NginxDirective block) => [.. block.Effective("proxy_hide_header").Select(NginxHeaders.NameOf)];

    private static bool IsLonger(NginxDirective block, string name, double seconds) =>
        block.Value(name) is { Length: > 0 } value && (NginxScope.Seconds(value) is not { } time || time > seconds);

    private static string Limit(NginxDirective location, RateLimit declared)
    {
        if (!declared.Limits)
        {
            return "";
        }

        var limits = location.Effective("limit_req").Select(limit => limit.Arguments).ToArray();
        var zones = location.Ancestors.SelectMany(block => block.Named("limit_req_zone")).ToArray();
        bool IsInForce(ImmutableArray<string> limit) => zones.Any(zone => zone.Arguments is [var key, var name, var rate]
            && name.Split(':')[0] == limit[0] && key is "$binary_remote_addr" or "$remote_addr"
                && rate == $"rate={declared.RequestsPerSecond}r/s")
            && limit.Where(word => word.StartsWith("burst=", StringComparison.Ordinal)).All(word => word == $"burst={declared.Burst}");
        return limits.Length == 0 ? "is not limited"
            : location.Value("limit_req_dry_run") == "on" ? "only counts what is over its limit"
            : location.Value("limit_req_status") != "429" ? "answers those over the limit as if it were broken"
            : limits.Any(IsInForce) ? "" : "has another limit than declared";
    }

    private static IEnumerable<string> Tls(NginxDirective server)
    {
        var secure = Listens(server, "ssl");
        if (server.Named("ssl_certificate").Any() && !server.Named("listen").All(listen => listen.Arguments.Contains("ssl")))
        {
            yield return "answers in the clear on a port of TLS";
        }

        if (secure && (server.Effective("ssl_protocols") is not [{ Arguments: var protocols }]
            || protocols.Any(protocol => protocol is not ("TLSv1.2" or "TLSv1.3"))))
        {
            yield return "takes other versions of TLS than 1.2 and 1.3";
        }

        if (secure && server.Value("ssl_ciphers").Split(':', ' ').Any(cipher => !cipher.StartsWith("ECDHE-", StringComparison.Ordinal)
            && !cipher.StartsWith("DHE-", StringComparison.Ordinal)))
        {
            yield return "takes ciphers without forward secrecy";
        }

        if (secure && server.Value("ssl_session_tickets") != "off")
        {
            yield return "hands out tickets by keys that nobody changes";
        }
    }

    private static bool Listens(NginxDirective server, string word) =>
        server.Named("listen").Any(listen => listen.Arguments.Contains(word));

    private static string NameOf(NginxDirective server) => server.Value("server_name") is { Length: > 0 } name ? name
        : "the default server";
}
