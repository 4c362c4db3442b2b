using System.Globalization;
using System.Text.RegularExpressions;

namespace Infra.Facts.Nginx;

/// <summary>What holds in a block: its own directives of a name or, where it has none, those of the nearest block around it that
/// has.</summary>
internal static partial class NginxScope
{
    /// <summary>The directives of a name that hold in a block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="name">Name of the directives.</param>
    public static ImmutableArray<NginxDirective> Effective(this NginxDirective block, string name) =>
        block.Ancestors.Prepend(block).Select(level => level.Named(name).ToImmutableArray()).FirstOrDefault(found => !found.IsEmpty, []);

    /// <summary>The first argument of a directive that holds in a block; empty where there is none.</summary>
    /// <param name="block">The block.</param>
    /// <param name="name">Name of the directive.</param>
    public static string Value(this NginxDirective block, string name) =>
        block.Effective(name) is [.., { Arguments: [var value, ..] }] ? value : "";

    /// <summary>Seconds that a directive says (nginx, configuration file measurement units).</summary>
    /// <param name="text">The time.</param>
    /// <returns>Null for no time.</returns>
    public static double? Seconds(string text)
    {
        var parts = Span().Matches(text);
        return text.Length == 0 || string.Concat(parts.Select(part => part.Value)) != text ? null
            : parts.Sum(part => double.Parse(part.Groups[1].Value, CultureInfo.InvariantCulture)
                * part.Groups[2].Value switch
                {
                    "ms" => 0.001,
                    "m" => 60,
                    "h" => 3600,
                    "d" => 86_400,
                    "w" => 604_800,
                    "M" => 2_592_000,
                    "y" => 31_536_000,
                    _ => 1
                });
    }

    /// <summary>Bytes that a directive says.</summary>
    /// <param name="text">The size.</param>
    /// <returns>Null for no size.</returns>
    public static double? Bytes(string text) => text.Length > 0
        && double.TryParse(text.TrimEnd('k', 'K', 'm', 'M', 'g', 'G'), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number * char.ToLowerInvariant(text[^1]) switch { 'k' => 1 << 10, 'm' => 1 << 20, 'g' => 1 << 30, _ => 1 } : null;

    [GeneratedRegex("([0-9]+)(ms|[smhdwMy]?)")]
    private static partial Regex Span();
}
