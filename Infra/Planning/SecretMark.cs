using System.Text.RegularExpressions;

namespace Infra.Planning;

/// <summary>The stand-in for a secret in a plan. It survives joining, URL-escaping and JSON, so that wherever a secret ends up can be found;
/// and it is replaced before anything is shown.</summary>
public static partial class SecretMark
{
    /// <summary>What is shown instead of a secret.</summary>
    public const string Shown = "[secret]";

    /// <summary>The mark of one secret.</summary>
    /// <param name="owner">Resource or setting that the secret belongs to.</param>
    /// <param name="property">Its property.</param>
    public static string Of(string owner, string property) => $"__secret.{Plain(owner)}.{Plain(property)}__";

    /// <summary>Whether a text holds a secret.</summary>
    public static bool IsIn(string text) => text.Contains("__secret.", StringComparison.Ordinal) && Mark().IsMatch(text);

    /// <summary>The text with every secret replaced by <see cref="Shown"/>.</summary>
    public static string Hide(string text) => text.Contains("__secret.", StringComparison.Ordinal) ? Mark().Replace(text, Shown) : text;

    private static string Plain(string name) => new([.. name.Select(c => char.IsAsciiLetterOrDigit(c) || c == '-' ? c : '-')]);

    [GeneratedRegex(@"__secret\.[A-Za-z0-9-]+\.[A-Za-z0-9-]+__")]
    private static partial Regex Mark();
}
