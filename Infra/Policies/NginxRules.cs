using System.Net;
using Infra.Facts;
using Infra.Facts.Nginx;

namespace Infra.Policies;

/// <summary>What an nginx configuration must not do, whoever wrote it (POL-03).</summary>
internal static class NginxRules
{
    // What a site says of itself to browsers: losing one takes a protection away.
    private static readonly ImmutableHashSet<string> Protections = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Cache-Control", "Content-Security-Policy", "Cross-Origin-Embedder-Policy", "Cross-Origin-Opener-Policy",
            "Cross-Origin-Resource-Policy", "Permissions-Policy",
        "Referrer-Policy", "Strict-Transport-Security", "X-Content-Type-Options", "X-Frame-Options", "X-XSS-Protection");

    private static readonly ImmutableHashSet<string> OldProtocols = ["SSLv2", "SSLv3", "TLSv1", "TLSv1.1"];

    // What nginx documents as safe inside "if" of a location; the rest is taken or lost depending on which "if" was true last.
    private static readonly ImmutableHashSet<string> SafeInIf = ["return", "rewrite", "set", "break", "if"];

    /// <summary>The rules, as they are asked of a configuration: of a plan's or of somebody else's.</summary>
    public static ImmutableArray<NginxRule> Configurations { get; } =
    [
        new()
        {
            Id = "NGX-01",
            Title = "An inner block keeps the headers from around it",
            Why = "One add_header in a location takes all others away, those that protect users among them (nginx, ngx_http_headers_module, add_header)",
            Remedy = "Repeat the headers in the inner block, include them from one file, or set add_header_inherit to merge",
            Applies = block => block.Named("add_header").Any(),
            Problems = Lost,
        },
        new()
        {
            Id = "NGX-02",
            Title = "The content type is not a second header",
            Why = "The directive add_header adds another Content-Type beside the first, and a browser takes either (nginx, ngx_http_core_module, default_type)",
            Remedy = "Use types or default_type",
            Applies = directive => directive is { Name: "add_header", Arguments: not [] },
            Problems = directive =>
                [directive.Arguments[0].Equals("Content-Type", StringComparison.OrdinalIgnoreCase) ? "adds a second Content-Type" : ""],
        },
        new()
        {
            Id = "NGX-03",
            Title = "Headers are on one line",
            Why = "A header of several lines is refused by HTTP/2 and read as two by old clients (RFC 9110, 5.5; RFC 9112, 5.2)",
            Remedy = "Write the value on one line",
            Applies = directive => Values(directive).Any(),
            Problems = directive =>
                Values(directive).Where(value => value.Contains('\n') || value.Contains('\r'))
                .Select(value => $"writes '{value.Split('\n')[0].Trim()}…' over several lines"),
        },
        new()
        {
            Id = "NGX-04",
            Title = "An alias ends where its location ends",
            Scope = Scope.Nowhere("the edge serves no files"),
            Why = "Without a slash at its end, the location also takes /files../ and leads one directory up (nginx, ngx_http_core_module, alias)",
            Remedy = "End both the location and the alias with a slash, or use root",
            Applies = directive => directive is { Name: "alias", Parent.Name: "location" },
            Problems = directive => [PrefixOf(directive.Parent!) is { Length: > 0 } prefix && !prefix.EndsWith('/')
                ? $"leads from {prefix}../ to the directory above" : ""],
        },
        new()
        {
            Id = "NGX-05",
            Title = "Whom a list of addresses does not allow, it denies",
            Scope = Scope.Nowhere("the edge keeps addresses away, and lets in all others"),
            Why = "Alone, allow changes nothing: whoever is in no rule is let in (nginx, ngx_http_access_module)",
            Remedy = "End the list with deny all",
            Applies = block => block.Named("allow").Any(rule => rule.Arguments is not ["all"]),
            Problems = block => [!block.Named("deny").Any()
                && block.Children.LastOrDefault(rule => rule.Name is "allow" or "deny") is { Name: "allow" }
                ? $"{Words(block)} allows some and denies nobody" : ""],
        },
        new()
        {
            Id = "NGX-06",
            Title = "The host that a service sees is the one that was matched",
            Why = "A Host header as it was sent, or an argument, makes links, mails and caches of another site (OWASP, host header injection)",
            Remedy = "Set the header Host to $host, or to a name",
            Applies = directive => directive is { Name: "proxy_set_header" or "fastcgi_param" or "uwsgi_param" or "grpc_set_header",
                Arguments: [var name, _] }
                && name.Equals(directive.Name.EndsWith("_param", StringComparison.Ordinal) ? "HTTP_HOST"
                    : "Host", StringComparison.OrdinalIgnoreCase),
            Problems = directive => [NginxValue.Parts(directive.Arguments[1], directive)
                is [{ Variable: true, IsChosenByClient: true, Text: not "host" }] ? $"takes the host from {directive.Arguments[1]}" : ""],
        },
        new()
        {
            Id = "NGX-07",
            Title = "No line feed of a request gets into a header",
            Why = "A decoded path may hold one, and begins a header of the attacker's (CWE-113)",
            Remedy = "Use $request_uri, or a group that excludes line feeds",
            Applies = directive => HeaderValues(directive).Any(),
            Problems = directive =>
                [HeaderValues(directive).SelectMany(value => NginxValue.Parts(value, directive))
                .FirstOrDefault(part => part.MayHoldLineFeed) is { } part
                ? $"puts ${part.Text}, which may hold a line feed, into {(directive.Name == "proxy_pass" ? "a request" : "a header")}"
                    : ""],
        },
        new()
        {
            Id = "NGX-08",
            Title = "Inside an if of a location nothing is configured",
            Scope = Scope.Nowhere("no location of the edge has an if"),
            Why = "Of several that are true only the last one's settings hold (nginx, If is Evil)",
            Remedy = "Use a map, and the directive outside; inside if only return, rewrite, set and break",
            Applies = directive => directive.Name == "if" && directive.Ancestors.Any(block => block.Name == "location"),
            Problems = directive =>
                directive.Children.Where(child => !SafeInIf.Contains(child.Name)).Select(child => $"sets {child.Name} inside if"),
        },
        new()
        {
            Id = "NGX-09",
            Title = "Other sites are told apart by whole names",
            Scope = Scope.Nowhere("the edge compares whole origins"),
            Why = "A name without escaped dots, begin or end is also part of somebody else's address (OWASP, testing CORS)",
            Remedy = "Anchor the expression with ^ and with / or $, and escape its dots, or list the names in a map",
            Applies = directive => NginxCondition.Of(directive) is { IsPattern: true, Subject: "$http_origin" or "$http_referer" },
            Problems = directive =>
                [NginxCondition.Of(directive) is { } condition ? Foreign(new(condition.Value, condition.Operator.EndsWith('*'))) : ""],
        },
        new()
        {
            Id = "NGX-10",
            Title = "Names are asked of a server of one's own",
            Why = "Whoever answers in place of a public server chooses where requests go (nginx, ngx_http_core_module, resolver)",
            Remedy = "Name a resolver on a loopback or private address",
            Applies = directive => directive.Name == "resolver",
            Problems = directive => directive.Arguments.Where(IsPublicAddress).Select(address => $"asks {address} for names"),
        },
        new()
        {
            Id = "NGX-11",
            Title = "Where a request goes is not the client's to say",
            Why = "The proxy stands inside: it reaches what the client must not (OWASP, server-side request forgery)",
            Remedy = "Name scheme and host, put a slash before the first variable, choose among names by a map, or make the location internal",
            Applies = directive => directive is { Name: "proxy_pass", Arguments: [_] }
                && !directive.Ancestors.Any(block => block.Named("internal").Any()),
            Problems = directive => [TargetIsChosen(NginxValue.Parts(directive.Arguments[0], directive))
                ? $"goes where the client says ({directive.Arguments[0]})" : ""],
        },
        new()
        {
            Id = "NGX-12",
            Title = "A missing Referer opens nothing",
            Scope = Scope.Nowhere("the edge looks at no Referer"),
            Why = "Every page can leave the header out (nginx, ngx_http_referer_module, none)",
            Remedy = "Leave none out of valid_referers, and protect what matters by a login",
            Applies = directive => directive.Name == "valid_referers",
            Problems = directive => [directive.Arguments.Contains("none") ? "lets requests without a Referer in" : ""],
        },
        new()
        {
            Id = "NGX-13",
            Title = "Answers do not tell the version",
            Severity = Severity.Warning,
            Why = "It says which published weakness to try (CIS NGINX Benchmark 2.5.1)",
            Remedy = "Set server_tokens to off",
            Applies = directive => directive.Name == "server_tokens" || (directive.Name == "server" && directive.Named("listen").Any()),
            Problems = directive => [directive is { Name: "server_tokens", Arguments: ["on" or "build"] } ? "tells the version of nginx"
                : directive.Name == "server" && directive.Ancestors.Any(block => block.Name == "http")
                    && !directive.Ancestors.Prepend(directive).Any(block => block.Named("server_tokens").Any())
                    ? "tells the version of nginx, as it does unasked" : ""],
        },
        new()
        {
            Id = "NGX-14",
            Title = "TLS begins at 1.2",
            Why = "Older protocols are broken (RFC 8996; ED-01)",
            Remedy = "Set ssl_protocols to TLSv1.2 TLSv1.3",
            Applies = directive => directive.Name is "ssl_protocols" or "proxy_ssl_protocols",
            Problems = directive => directive.Arguments.Where(OldProtocols.Contains).Select(protocol => $"speaks {protocol}"),
        },
    ];

    /// <summary>The same rules, asked of a plan.</summary>
    public static ImmutableArray<Rule> All { get; } = [.. Configurations.Select(rule => rule.OfPlan)];

    private static IEnumerable<string> Lost(NginxDirective block)
    {
        var kept = NginxHeaders.Effective(block).Select(NginxHeaders.NameOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var lost = NginxHeaders.Around(block).Select(NginxHeaders.NameOf).Where(name => !kept.Contains(name))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .OrderBy(name => Protections.Contains(name) ? 0 : 1).ToArray();
        return lost.Length > 0 ? [$"{Words(block)} loses {string.Join(", ", lost)}"] : [];
    }

    private static string PrefixOf(NginxDirective location) => location.Arguments switch
    {
        [var prefix] => prefix,
        ["^~", var prefix] => prefix,
        _ => "",
    };

    private static string Words(NginxDirective block) => block.Name.Length == 0 ? "the configuration" : $"{block}";

    // Everything that becomes a header of an answer, options of more_set_headers left out.
    private static IEnumerable<string> Values(NginxDirective directive) => directive.Name switch
    {
        "add_header" or "add_trailer" => directive.Arguments,
        "more_set_headers" or "more_set_input_headers" =>
            directive.Arguments.Where((_, index) => index == 0 || directive.Arguments[index - 1] is not ("-t" or "-s")),
        _ => [],
    };

    // Everything that becomes a header of an answer or the first lines of a request.
    private static IEnumerable<string> HeaderValues(NginxDirective directive) => directive.Name switch
    {
        "add_header" or "add_trailer" or "more_set_headers" or "proxy_set_header" or "proxy_pass" or "return" => directive.Arguments,

        // What is rewritten without a scheme stays inside nginx.
        "rewrite" when directive.Arguments is [_, var target, ..]
            && (target.Contains("://", StringComparison.Ordinal) || directive.Arguments[^1] is "redirect" or "permanent") => [target],
        _ => [],
    };

    private static string Foreign(OriginPattern pattern) => pattern.Accepted is { Length: > 0 } address ? $"takes {address} for its own"
        : pattern.RunsPastTheName ? "lets any path stand for a part of the name" : "";

    private static bool IsPublicAddress(string word)
    {
        var host = word.StartsWith('[') ? word[1..].Split(']')[0] : word.Count(letter => letter == ':') == 1 ? word.Split(':')[0] : word;
        return IPAddress.TryParse(host, out var address) && !AddressSpace.IsPrivate(address);
    }

    // Up to the first slash after the scheme nothing may come from the client; a path of its own begins with one.
    private static bool TargetIsChosen(ImmutableArray<NginxPart> parts)
    {
        var before = "";
        foreach (var part in parts)
        {
            var host = before.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? before[(scheme + 3)..] : "";
            if (host.Contains('/') || (host.Length > 0 && part.BeginsWithSlash))
            {
                return false;
            }

            if (part.IsChosenByClient)
            {
                return true;
            }

            before += part.Variable ? "v" : part.Text;
        }

        return false;
    }
}
