using Infra.Facts.Nginx;

namespace Infra.Tests.Policies.Mutants;

/// <summary>Weakens an nginx configuration directive by directive.</summary>
internal static class NginxMutants
{
    private static readonly ImmutableDictionary<string, ImmutableArray<(string Name, ImmutableArray<string> Arguments)>> Weaker =
        new Dictionary<string, ImmutableArray<(string, ImmutableArray<string>)>>
        {
            ["ssl_protocols"] = [("allow TLS 1.0", ["TLSv1", "TLSv1.2", "TLSv1.3"])],
            ["server_tokens"] = [("tell the version", ["on"])],
            ["ssl_session_tickets"] = [("turn on", ["on"])],
            ["ssl_ciphers"] = [("allow every cipher", ["ALL:eNULL"])],
            ["limit_req_dry_run"] = [("only count", ["on"])],
            ["limit_req_status"] = [("answer as if broken", ["503"])],
            ["client_max_body_size"] = [("take any size", ["0"]), ("take 100 GB", ["100g"])],
            ["proxy_read_timeout"] = [("wait for a day", ["1d"])],
            ["proxy_connect_timeout"] = [("wait for an hour", ["1h"])],
            ["client_body_timeout"] = [("wait for a day", ["1d"])],
            ["client_header_timeout"] = [("wait for a day", ["1d"])],
            ["send_timeout"] = [("wait for a day", ["1d"])],
            ["proxy_ssl_verify"] = [("trust everybody", ["off"])],
            ["add_header_inherit"] = [("lose the headers around", ["on"])],
        }.ToImmutableDictionary();

    // What decides who is served what; losing one of them is never only a matter of speed.
    private static readonly ImmutableHashSet<string> Protecting =
    [
        "add_header", "add_header_inherit", "ssl_protocols", "ssl_ciphers", "ssl_session_tickets", "ssl_reject_handshake", "server_tokens",
            "limit_req", "limit_conn",
        "limit_req_zone", "limit_conn_zone", "limit_req_status", "limit_conn_status", "client_max_body_size", "client_body_timeout",
            "client_header_timeout",
        "send_timeout", "proxy_read_timeout", "proxy_connect_timeout", "proxy_send_timeout", "keepalive_timeout", "proxy_hide_header",
            "proxy_cache_bypass", "proxy_no_cache", "return", "deny", "internal",
        "access_log", "error_log", "proxy_next_upstream", "proxy_next_upstream_tries", "large_client_header_buffers", "if",
            "proxy_set_header", "server", "location",
        "proxy_ignore_headers", "proxy_cache_lock", "proxy_cache_use_stale", "real_ip_header", "set_real_ip_from",
            "reset_timedout_connection",
    ];

    /// <summary>The mutants of a configuration.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="text">The file.</param>
    public static IEnumerable<(string Path, string Weakening, string Text)> Of(string path, string text)
    {
        var root = NginxParser.Parse(path, text, _ => []);
        foreach (var directive in root.Descendants.Skip(1))
        {
            var place = string.Join(" > ", directive.Ancestors.Reverse().Skip(1).Append(directive).Select(Words));
            if (Protecting.Contains(directive.Name))
            {
                yield return (place, "drop", Written(text, directive, null));
            }

            foreach (var (name, arguments) in Weaker.GetValueOrDefault(directive.Name, []))
            {
                if (!arguments.SequenceEqual(directive.Arguments))
                {
                    yield return (place, name, Written(text, directive, arguments));
                }
            }

            switch (directive)
            {
                case { Name: "limit_req_zone", Arguments: [var key, var zone, ..] }:
                    yield return (place, "raise the rate", Written(text, directive, [key, zone, "rate=100000r/s"]));
                    yield return (place, "let the client choose the key",
                        Written(text, directive, ["$http_x_key", .. directive.Arguments.Skip(1)]));
                    break;
                case { Name: "limit_req", Arguments: [var zone, ..] }:
                    yield return (place, "raise the burst", Written(text, directive, [zone, "burst=1000000", "nodelay"]));
                    yield return (place, "only count", Written(text, directive, directive.Arguments, "limit_req_dry_run on;"));
                    break;
                case { Name: "limit_conn", Arguments: [var zone, _] }:
                    yield return (place, "raise the connections", Written(text, directive, [zone, "1000000"]));
                    break;
                case { Name: "return", Arguments: [_, var target] } when target.StartsWith("https://", StringComparison.Ordinal):
                    yield return (place, "lead to plain HTTP", Written(text, directive, [directive.Arguments[0], $"http://{target[8..]}"]));
                    break;
                case { Name: "add_header", Arguments: [var name, var value, "always"] }:
                    yield return (place, "on success only", Written(text, directive, [name, value]));
                    yield return (place, "say nothing", Written(text, directive,
                        [name, name == "Strict-Transport-Security" ? "max-age=0" : "unsafe-none", "always"]));
                    break;
                case { Name: "location", IsBlock: true }:
                    if (!directive.Effective("limit_req").IsEmpty)
                    {
                        yield return (place, "undo the limits inside",
                            Written(text, directive, directive.Arguments, "", "limit_req_dry_run on;"));
                    }

                    if (!NginxHeaders.Effective(directive).IsEmpty)
                    {
                        yield return (place, "undo the headers inside",
                            Written(text, directive, directive.Arguments, "", "add_header_inherit off; add_header X-A b;"));
                    }

                    break;
                case { Name: "server", IsBlock: true }:
                    yield return (place, "allow old TLS inside",
                        Written(text, directive, directive.Arguments, "", "ssl_protocols TLSv1.1 TLSv1.2;"));
                    break;
                case { Name: "listen" } when directive.Arguments.Contains("ssl"):
                    yield return (place, "listen in the clear", Written(text, directive, directive.Arguments.Remove("ssl")));
                    break;
            }
        }
    }

    private static string Words(NginxDirective directive) => directive.Name switch
    {
        "location" or "limit_req" or "limit_conn" or "limit_req_zone" =>
            $"{directive.Name} {string.Join(' ', directive.Arguments.Take(2))}",
        "add_header" or "proxy_set_header" or "proxy_hide_header" or "upstream" or "map" or "error_page" =>
            $"{directive.Name} {directive.Arguments[0]}",
        _ => directive.Name,
    };

    // Line by line: files that are included, and comments, stay where they are.
    private static string Written(
        string text, NginxDirective changed, ImmutableArray<string>? arguments, string beside = "", string inside = "")
    {
        var lines = text.Split('\n').ToList();
        var first = changed.Place.Line - 1;
        var count = changed.IsBlock ? Lines(lines, first) : 1;
        if (arguments is null)
        {
            lines.RemoveRange(first, count);
        }
        else if (changed.IsBlock)
        {
            lines.Insert(first + 1, inside);
        }
        else
        {
            lines[first] = $"{string.Join(' ', arguments.Value.Select(Quoted).Prepend(changed.Name))};";
            lines.Insert(first + 1, beside);
        }

        return string.Join('\n', lines);
    }

    private static int Lines(List<string> lines, int first)
    {
        var depth = 0;
        for (var line = first; line < lines.Count; line++)
        {
            depth += lines[line].TrimEnd().EndsWith('{') ? 1 : lines[line].Trim() == "}" ? -1 : 0;
            if (depth == 0)
            {
                return line - first + 1;
            }
        }

        throw new InvalidOperationException($"the block of line {first + 1} has no end");
    }

    private static string Quoted(string argument) => argument.Length > 0
        && argument.IndexOfAny([' ', ';', '{', '}', '"', '\'', '\t', '\n']) < 0 ? argument
        : $"\"{argument.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
