using System.Text.RegularExpressions;

namespace Infra.Facts.Nginx;

/// <summary>A part of a value: a text that stands there, or a variable that nginx puts there for each request.</summary>
/// <param name="Text">The text, or the variable's name without <c>$</c>.</param>
/// <param name="Variable">Whether it is a variable.</param>
/// <param name="Captured">The group that the variable holds; null where it holds none.</param>
internal sealed record NginxPart(string Text, bool Variable, PatternGroup? Captured)
{
    /// <summary>Whether the path of the request is meant, decoded: it begins with a slash, and may hold any character.</summary>
    public bool IsDecodedPath => Variable && Captured is null && Text is "uri" or "document_uri";

    /// <summary>Whether it begins with a slash for sure.</summary>
    public bool BeginsWithSlash => Variable ? Captured is null && Text is "uri" or "document_uri" or "request_uri" : Text.StartsWith('/');

    /// <summary>Whether whoever sends the request chooses what stands there.</summary>
    public bool IsChosenByClient => Variable && (Captured is { } group ? !group.IsSpelledOut
        : Text is "host" or "http_host" or "args" or "query_string" or "remote_user" or "request_body" or "uri" or "document_uri"
            or "request_uri" or "request"
            || Text.StartsWith("arg_", StringComparison.Ordinal) || Text.StartsWith("http_", StringComparison.Ordinal)
                || Text.StartsWith("cookie_", StringComparison.Ordinal));

    /// <summary>Whether a line feed may stand there, which would begin another header.</summary>
    public bool MayHoldLineFeed => Variable && (Captured?.MayHold('\n') ?? IsDecodedPath);
}

/// <summary>Follows the variables in a value to where nginx takes them from.</summary>
internal static partial class NginxValue
{
    private const int MostSteps = 8;

    /// <summary>The parts of a value, with variables that <c>set</c> makes replaced by what they are set to.</summary>
    /// <param name="value">The value as it is written.</param>
    /// <param name="user">The directive that uses it.</param>
    public static ImmutableArray<NginxPart> Parts(string value, NginxDirective user) => Parts(value, user, 0);

    private static ImmutableArray<NginxPart> Parts(string value, NginxDirective user, int step)
    {
        var parts = ImmutableArray.CreateBuilder<NginxPart>();
        var last = 0;
        foreach (Match match in Variables().Matches(value))
        {
            if (match.Index > last)
            {
                parts.Add(new(value[last..match.Index], false, null));
            }

            last = match.Index + match.Length;
            parts.AddRange(Followed(match.Groups["name"].Value, user, step));
        }

        if (last < value.Length)
        {
            parts.Add(new(value[last..], false, null));
        }

        return parts.ToImmutable();
    }

    private static ImmutableArray<NginxPart> Followed(string name, NginxDirective user, int step)
    {
        if (step < MostSteps && Assignment(name, user) is { } set)
        {
            return Parts(set.Arguments[1], set, step + 1);
        }

        var group = (from pattern in Patterns(user)
                     from captured in PatternGroup.Of(pattern)
                     where captured.Name == name || $"{captured.Number}" == name
                     select captured).FirstOrDefault();
        return [new(name, true, group)];
    }

    // The last one before its use, in this block or in those around it.
    private static NginxDirective? Assignment(string name, NginxDirective user) =>
        user.Ancestors.SelectMany(block => Before(block, user).Reverse())
        .FirstOrDefault(directive => directive is { Name: "set", Arguments: [var variable, _] } && variable == $"${name}");

    // What captures for a directive: conditions and rewrites before it, then the location and the server that it stands in.
    private static IEnumerable<string> Patterns(NginxDirective user)
    {
        foreach (var block in user.Ancestors)
        {
            foreach (var rewrite in Before(block, user).Reverse()
                .Where(directive => directive.Name == "rewrite" && directive.Arguments.Length > 1))
            {
                yield return rewrite.Arguments[0];
            }

            if (block is { Name: "location", Arguments: ["~" or "~*", var pattern] })
            {
                yield return pattern;
            }
            else if (NginxCondition.Of(block) is { Operator: "~" or "~*", Value: var tested })
            {
                yield return tested;
            }

            foreach (var serverName in block.Named("server_name").SelectMany(names => names.Arguments).Where(one => one.StartsWith('~')))
            {
                yield return serverName[1..];
            }
        }
    }

    private static IEnumerable<NginxDirective> Before(NginxDirective block, NginxDirective user)
    {
        var inside = user.Ancestors.Prepend(user).First(directive => ReferenceEquals(directive.Parent, block));
        return block.Children.TakeWhile(child => !ReferenceEquals(child, inside));
    }

    [GeneratedRegex(@"\$(?:\{(?<name>\w+)\}|(?<name>[A-Za-z_]\w*|[0-9]+))", RegexOptions.CultureInvariant)]
    private static partial Regex Variables();
}
