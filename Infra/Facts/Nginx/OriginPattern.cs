using System.Text.RegularExpressions;

namespace Infra.Facts.Nginx;

/// <summary>A regular expression by which a configuration tells its own sites from others, in <c>Origin</c> or <c>Referer</c>.</summary>
/// <param name="Pattern">The expression.</param>
/// <param name="IgnoreCase">Whether upper and lower case are the same to it.</param>
internal sealed partial record OriginPattern(string Pattern, bool IgnoreCase)
{
    private const string Attacker = "attacker.example";

    /// <summary>An address of somebody else's that the expression takes for its own; empty where none of those tried is.</summary>
    public string Accepted
    {
        get
        {
            try
            {
                var expression = new Regex(Pattern, IgnoreCase ? RegexOptions.IgnoreCase : RegexOptions.None, TimeSpan.FromSeconds(1));
                return Attempts().FirstOrDefault(expression.IsMatch) ?? "";
            }
            catch (Exception e) when (e is ArgumentException or RegexMatchTimeoutException)
            {
                return ""; // Not an expression that can be judged here; nginx -t says whether it is one at all.
            }
        }
    }

    /// <summary>Whether a part of it that should stay inside the name of a site runs on into the path, where everybody writes what they
    /// like.</summary>
    public bool RunsPastTheName
    {
        get
        {
            var name = Classes().Replace(Pattern, "c").Replace("\\/", "/", StringComparison.Ordinal);
            name = name.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? name[(scheme + 3)..] : name;
            return Anything().Match(name) is { Success: true } anything && !name[..anything.Index].Contains('/')
                && name[(anything.Index + anything.Length)..].Any(char.IsAsciiLetter);
        }
    }

    /// <summary>Addresses that a browser of somebody who was led elsewhere could send.</summary>
    private IEnumerable<string> Attempts()
    {
        foreach (var domain in Domains())
        {
            var own = domain.Replace("\\", "", StringComparison.Ordinal);
            foreach (var scheme in new[] { "https", "http" })
            {
                // In the path, behind the name, before the name, in the query.
                yield return $"{scheme}://{Attacker}/{scheme}://{own}/";
                yield return $"{scheme}://{Attacker}/{own}/";
                yield return $"{scheme}://{own}.{Attacker}/";
                yield return $"{scheme}://{own}.{Attacker}";
                yield return $"{scheme}://{Attacker}/?{own}/";
                yield return $"{scheme}://x{own}/";
                yield return $"{scheme}://x{own}";
                yield return $"{scheme}://{Attacker}/{scheme}://{own}";

                // A name of somebody else's that differs only where a dot was not escaped.
                for (var dot = domain.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = domain.IndexOf('.', dot + 1))
                {
                    if (dot == 0 || domain[dot - 1] != '\\')
                    {
                        var other = (domain[..dot] + "x" + domain[(dot + 1)..]).Replace("\\", "", StringComparison.Ordinal);
                        yield return $"{scheme}://{other}/";
                        yield return $"{scheme}://{other}";
                    }
                }
            }
        }
    }

    // What looks like a name in the expression, its dots escaped or not.
    private IEnumerable<string> Domains() =>
        Names().Matches(Pattern.Replace("\\/", "/", StringComparison.Ordinal)).Select(match => match.Value).Distinct();

    [GeneratedRegex(@"\[[^\]]*\]", RegexOptions.CultureInvariant)]
    private static partial Regex Classes();

    [GeneratedRegex(@"(?<!\\)\.[*+]", RegexOptions.CultureInvariant)]
    private static partial Regex Anything();

    [GeneratedRegex(@"[A-Za-z0-9-]+(?:\\?\.[A-Za-z0-9-]+)+", RegexOptions.CultureInvariant)]
    private static partial Regex Names();
}
