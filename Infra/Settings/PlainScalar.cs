using System.Text.RegularExpressions;

namespace Infra.Settings;

/// <summary>What YAML takes a value without quotes for. Readers of YAML 1.1 and 1.2 differ, and Pulumi's engine reads with the one and writes with the other: whatever either
/// takes for something else than text counts here. Sources: YAML 1.1 language-independent types (bool, float, int, null, timestamp); YAML 1.2.2, chapter 10.3.2.</summary>
internal static partial class PlainScalar
{
    /// <summary>The value of a scalar without quotes.</summary>
    public static ConfigurationValue Value(string text) =>
        text is "" or "~" or "null" or "Null" or "NULL" ? new ConfigurationValue.Missing() : new ConfigurationValue.Text(text) { TakenFor = TakenFor(text) };

    private static string TakenFor(string text) =>
        Boolean().IsMatch(text) ? "a boolean"
        : Integer().IsMatch(text) || Float().IsMatch(text) ? "a number"
        : Timestamp().IsMatch(text) ? "a date"
        : "";

    [GeneratedRegex(@"^(y|yes|n|no|true|false|on|off)\z", RegexOptions.IgnoreCase)]
    private static partial Regex Boolean();

    // Decimal, octal in both spellings, hexadecimal, binary, and numbers to the base of sixty.
    [GeneratedRegex(@"^[-+]?(0b[01_]+|0o[0-7_]+|0x[0-9a-f_]+|[0-9][0-9_]*(:[0-5]?[0-9])*)\z", RegexOptions.IgnoreCase)]
    private static partial Regex Integer();

    [GeneratedRegex(@"^([-+]?([0-9][0-9_]*(:[0-5]?[0-9])*\.[0-9_]*|\.[0-9][0-9_]*|[0-9][0-9_]*)(e[-+]?[0-9]+)?|[-+]?\.inf|\.nan)\z", RegexOptions.IgnoreCase)]
    private static partial Regex Float();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?\z")]
    private static partial Regex Timestamp();
}
