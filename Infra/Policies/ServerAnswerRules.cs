using System.Globalization;
using System.Text.RegularExpressions;
using Infra.Facts;
using Infra.Facts.Nginx;
using Infra.Planning;
using Infra.Systems;

namespace Infra.Policies;

/// <summary>What the nginx of a server says itself, and where it is asked by others than users (ED-02, ED-06, ED-07).</summary>
internal static partial class ServerAnswerRules
{
    // Said by both without harm: values of several lines add up.
    private static readonly ImmutableHashSet<string> Additive =
        ["Vary", "Link", "Set-Cookie", "X-Cache-Status", "Cache-Status", "Retry-After", "Server-Timing"];

    public static ImmutableArray<Rule> All { get; } =
    [
        new()
        {
            Id = "EDGE-20",
            Title = "Errors are answered by the edge, as errors, and kept by nobody",
            Scope = Scope.Server,
            Why = "An error page that is missing tells what runs, and one that is kept outlives the error (ED-06; RFC 9111, 4.2.2)",
            Remedy = "Lead each error_page to a location that is there and returns the same status, with Cache-Control no-store always",
            Judge = plan => from server in Public(plan)
                            from block in server.Named("location").Prepend(server)
                            from page in block.Named("error_page")
                            from target in TargetsOf(page)
                            let problem = OfPage(server, page, target)
                            select new Subject(block.ToString(), problem),
        },
        new()
        {
            Id = "EDGE-16",
            Title = "What the edge adds to answers is on every one, once, and leads to its log",
            Scope = Scope.Server,
            Why = "A header that errors lack, or that a service says otherwise, holds where nothing happens (ED-02, ED-08)",
            Remedy = "Say always behind each add_header, hide the same header of services, and add X-Request-Id $request_id",
            Judge = plan => from server in Public(plan)
                            from block in server.Named("location").Prepend(server)
                            select new Subject(block.ToString(), OfHeaders(block)),
        },
        new()
        {
            Id = "EDGE-17",
            Title = "Other sites read answers only where they are listed",
            Scope = Scope.Server.And(Scope.With("CORS at the edge", system => system.Edge.AnswersCors)),
            Why = "An origin that is repeated whatever it is lets every site act as the user, and a cache that forgets who asked gives one "
                + "site's answer to another (CWE-942; Fetch, CORS protocol)",
            Remedy = "Take Access-Control-Allow-Origin from a map of whole origins, and add Vary Origin always",
            Judge = plan => from server in Public(plan)
                            from block in server.Named("location").Prepend(server)
                            let sent = NginxHeaders.Effective(block)
                            from allowed in sent.Where(header => NginxHeaders.NameOf(header)
                                .Equals("Access-Control-Allow-Origin", StringComparison.OrdinalIgnoreCase))
                            let problem = OfOrigin(block, allowed, sent)
                            select new Subject(block.ToString(), problem),
        },
        new()
        {
            Id = "EDGE-18",
            Title = "The edge answers those who ask for its health, its figures and its certificate's challenge",
            Scope = Scope.Server,
            Why = "A container that is never healthy is never in service, and a certificate that cannot be renewed ends the service (ED-01)",
            Remedy = "Give the server of the asked port a location of the path, the one of port 80 /.well-known/acme-challenge/, and "
                + "error_log to stderr",
            Judge = plan => plan.Settings.Topology == Topology.Droplet && PlanFacts.Of(plan).Nginx is { } root
                ? Asked(plan).Select(asked => new Subject("nginx", Answers(root, asked.Port, asked.Path)
                        ? "" : $"has no location {asked.Path} on port {asked.Port}, where {asked.By} asks"))
                    .Append(new("nginx", Servers(root).Any(server => server.Named("location").Any(location =>
                            location.Arguments[^1] == "/.well-known/acme-challenge/" && location.Value("root").Length > 0))
                        ? "" : "answers no challenge, so that its certificate is not renewed"))
                    .Append(new("nginx", root.Named("error_log").Any(log =>
                            log.Arguments is ["stderr", "warn" or "notice" or "info" or "error"])
                        ? "" : "tells nobody of its own errors"))
                : [],
        },
    ];

    private static IEnumerable<NginxDirective> Servers(NginxDirective root) =>
        root.Descendants.Where(directive => directive.Name == "server" && directive.IsBlock && directive.Parent?.Name == "http");

    private static IEnumerable<NginxDirective> Public(Plan plan) => plan.Settings.Topology == Topology.Droplet
        && PlanFacts.Of(plan).Nginx is { } root
        ? Servers(root).Where(server => server.Named("ssl_certificate").Any()) : [];

    // A location of a name, or those that a map gives a variable; a page of a service is the service's.
    private static IEnumerable<string> TargetsOf(NginxDirective page) => (page.Arguments[^1] is ['$', ..] variable
            ? page.Ancestors.SelectMany(around => around.Named("map")).Where(map => map.Arguments is [_, var name] && name == variable)
                .SelectMany(map => map.Children).Select(entry => entry.Arguments is [var value, ..] ? value : "")
            : [page.Arguments[^1]])
        .Where(target => target.StartsWith('@'));

    private static string OfPage(NginxDirective server, NginxDirective page, string target)
    {
        var location = server.Named("location").FirstOrDefault(one => one.Arguments is [var name] && name == target);
        var codes = page.Arguments.TakeWhile(word => word.All(char.IsAsciiDigit)).ToArray();
        return location is null ? $"leads {codes[0]} to {target}, which is not there"
            : location.Named("proxy_pass").Any() ? ""
            : location.Named("return").FirstOrDefault() is not { Arguments: [var status, ..] } ? $"answers {codes[0]} with a file"
            : !codes.Contains(status) ? $"answers {codes[0]} as if it were {status}"
            : !location.Named("add_header").Any(header => header.Arguments is ["Cache-Control", var value, "always"]
                && value.Contains("no-store", StringComparison.Ordinal)) ? $"lets others keep its answer {status}" : "";
    }

    private static IEnumerable<string> OfHeaders(NginxDirective block)
    {
        var sent = NginxHeaders.Effective(block);
        foreach (var header in sent.Where(header => header.Arguments is not [_, _, "always"]).Select(NginxHeaders.NameOf).Distinct())
        {
            yield return $"adds {header} to some answers only";
        }

        if (!sent.Any(header => header.Arguments is ["X-Request-Id", "$request_id", ..]))
        {
            yield return "does not tell the request's id";
        }

        if (block.Named("proxy_pass").Any())
        {
            var hidden = block.Effective("proxy_hide_header").Select(NginxHeaders.NameOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
            foreach (var header in sent.Select(NginxHeaders.NameOf).Distinct().Where(name => !Additive.Contains(name)
                && !hidden.Contains(name)))
            {
                yield return $"passes on what services say as {header} beside its own";
            }

            if (hidden.Contains("Cache-Control") && !sent.Any(header => header.Arguments is ["Cache-Control", var value, ..]
                && (value.StartsWith('$') || Kept().IsMatch(value))))
            {
                yield return "says nothing of how long its answers may be kept, and hides what services say";
            }

            if (sent.Any(header => NginxHeaders.NameOf(header) == "Access-Control-Allow-Origin")
                && !hidden.Contains("Access-Control-Allow-Credentials"))
            {
                yield return "lets services allow credentials to the origins that it allows";
            }
        }
    }

    private static string OfOrigin(NginxDirective block, NginxDirective allowed, ImmutableArray<NginxDirective> sent)
    {
        var value = allowed.Arguments is [_, var text, ..] ? text : "";
        var map = block.Ancestors.SelectMany(around => around.Named("map")).FirstOrDefault(one => one.Arguments is [_, var name]
            && name == value);
        return value is "*" or "null" or "$http_origin" ? $"lets every site read its answers: {value}"
            : value.StartsWith('$') && map is null ? $"takes the allowed origin from {value}, which no map makes"
            : map?.Children.Any(entry => entry.Name == "default" && entry.Arguments is [not ""]) == true
                ? "allows whichever origin by default"
            : value.StartsWith('$') && !sent.Any(header => header.Arguments is ["Vary", var names, "always"]
                && names.Split(',').Any(name => name.Trim().Equals("Origin", StringComparison.OrdinalIgnoreCase)))
                ? "does not tell caches that its answers depend on the origin" : "";
    }

    // Addresses of nginx among what containers are started with, and asked for.
    private static IEnumerable<(string By, int Port, string Path)> Asked(Plan plan) =>
        from container in PlanFacts.Of(plan).Containers
        from word in container.Words.Concat(container.HealthWords)
        from address in Address().Matches(word)
        let host = address.Groups["host"].Value
        where host == "nginx" || (container.Name == "nginx" && host is "127.0.0.1" or "localhost")
        select (container.Name, int.Parse(address.Groups["port"].Value, CultureInfo.InvariantCulture), address.Groups["path"].Value);

    private static bool Answers(NginxDirective root, int port, string path) => Servers(root)
        .Where(server => server.Named("listen").Any(listen =>
            listen.Arguments[0].Split(':')[^1] == port.ToString(CultureInfo.InvariantCulture)))
        .SelectMany(server => server.Named("location")).Any(location => location.Arguments[^1] == path
            && new[] { "return", "stub_status", "proxy_pass", "root", "alias" }.Any(answer => location.Named(answer).Any()));

    // RFC 9111, 5.2.2.
    [GeneratedRegex(@"\b(no-store|no-cache|private|public|must-revalidate|s-maxage=[0-9]+|max-age=[0-9]+)\b")]
    private static partial Regex Kept();

    [GeneratedRegex(@"https?://(?<host>[a-z0-9.-]+):(?<port>[0-9]+)(?<path>/[^\s""'?]*)")]
    private static partial Regex Address();
}
