using System.Text.RegularExpressions;

namespace Infra.Policies;

/// <summary>Reads what a configuration of nginx does: only as much of it as rules ask for.</summary>
internal static partial class NginxAnswers
{
    /// <summary>Whether a request with that path (as <c>$uri</c> holds it) is answered 404 before a location is chosen.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="path">The path.</param>
    public static bool Refuses(string configuration, string path) => Refusal().Matches(configuration)
        .Select(refusal => Map(configuration, refusal.Groups["variable"].Value))
        .Any(map => map is { Source: "$uri" } && map.Entries.Any(entry => entry.Value is not ("" or "0") && Matches(entry.Key, path)));

    /// <summary>What a block with a cache does not look at of those who ask; empty where it gives nobody what is another one's.</summary>
    /// <param name="configuration">The whole configuration, with its maps.</param>
    /// <param name="body">The directives of the block.</param>
    public static IEnumerable<string> ForgetsWhoAsks(string configuration, string body)
    {
        foreach (var directive in (string[])["proxy_cache_bypass", "proxy_no_cache"])
        {
            // A map of the joined headers that is empty only where all of them are: alone, a header "0" would count as none.
            var callers = Arguments(body, directive).Select(variable => Map(configuration, variable))
                .Where(map => map is not null && map.Entries.Contains(new("default", "1")) && map.Entries.All(entry => entry.Key is "default" or ""))
                .Select(map => map!.Source).FirstOrDefault(source => source.Contains("$http_cookie", StringComparison.Ordinal), "");
            foreach (var header in (string[])["cookie", "authorization", "x_api_key"])
            {
                if (!callers.Split('$').Contains($"http_{header}"))
                {
                    yield return $"{directive} does not look at the header {header.Replace('_', '-')}";
                }
            }
        }

        if (!Arguments(body, "proxy_no_cache").Select(variable => Map(configuration, variable)).Any(map => map is { Source: "$upstream_http_cache_control" }
            && map.Entries.Any(entry => entry.Value == "" && Matches(entry.Key, "public")) && !map.Entries.Contains(new("default", ""))))
        {
            yield return "keeps answers of which the service does not say that they are for everybody";
        }

        if (Says($"{configuration}\n{body}", "proxy_ignore_headers"))
        {
            yield return "does not heed what the service says of its answers (proxy_ignore_headers)";
        }
    }

    /// <summary>Whether a directive is in a text.</summary>
    public static bool Says(string body, string directive) => Regex.IsMatch(body, $@"(?m)^\s*{directive}\s(?!\s*off\s*;)");

    /// <summary>The bodies of the blocks that hold no other block.</summary>
    public static IEnumerable<string> Blocks(string configuration) => InnermostBlock().Matches(configuration).Select(block => block.Groups["body"].Value);

    private static IEnumerable<string> Arguments(string body, string directive) =>
        Regex.Matches(body, $@"(?m)^\s*{directive}\s+(?<arguments>[^;]*);").SelectMany(line => line.Groups["arguments"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static bool Matches(string pattern, string text) => pattern.StartsWith('~')
        ? Regex.IsMatch(text, pattern.TrimStart('~').TrimStart('*'), (pattern.StartsWith("~*", StringComparison.Ordinal) ? RegexOptions.IgnoreCase : 0) | RegexOptions.CultureInvariant)
        : pattern == text;

    /// <summary>A map by the variable that it makes; null where there is none.</summary>
    private static NginxMap? Map(string configuration, string variable)
    {
        var map = Regex.Match(configuration, $@"(?m)^\s*map (?<source>\S+|""[^""]*"") {Regex.Escape(variable)} \{{\n(?<body>(?:[^\n]*;\n)*)");
        return map.Success
            ? new(map.Groups["source"].Value.Trim('"'), [.. MapEntry().Matches(map.Groups["body"].Value).Select(entry => KeyValuePair.Create(Word(entry.Groups["key"]), Word(entry.Groups["value"])))])
            : null;
    }

    private static string Word(Group word) => word.Value.StartsWith('"') ? word.Value[1..^1].Replace("\\\"", "\"").Replace("\\\\", "\\") : word.Value;

    private sealed record NginxMap(string Source, ImmutableArray<KeyValuePair<string, string>> Entries);

    [GeneratedRegex(@"(?m)^\s*if \((?<variable>\$\w+)\) \{\s*return 404;\s*\}")]
    private static partial Regex Refusal();

    [GeneratedRegex(@"\{(?<body>[^{}]*)\}")]
    private static partial Regex InnermostBlock();

    [GeneratedRegex(@"(?m)^\s*(?<key>""(?:[^""\\]|\\.)*""|\S+) (?<value>""(?:[^""\\]|\\.)*""|\S+);$")]
    private static partial Regex MapEntry();
}
