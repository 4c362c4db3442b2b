using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Infra.ProviderFacts;

/// <summary>Forms of texts that providers check by more than a pattern.</summary>
internal static partial class ValueFormats
{
    /// <summary>Whether a text has a form; a form that is not known is not judged.</summary>
    public static bool Hold(string format, string text) => format switch
    {
        "cidr" => IPNetwork.TryParse(text, out _),
        "ipv4" => text.Count(c => c == '.') == 3 && IPAddress.TryParse(text, out var address)
            && address.AddressFamily is AddressFamily.InterNetwork,
        "ipv6" => IPAddress.TryParse(text, out var address) && address.AddressFamily is AddressFamily.InterNetworkV6,
        "json" => IsJson(text),
        "uuid" => Guid.TryParseExact(text, "D", out _),
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _) && text.Contains('T', StringComparison.Ordinal),
        "quantity" => Quantity().IsMatch(text),
        "duration" => Duration().IsMatch(text),
        "byte" or "base64" => Convert.TryFromBase64String(text, new byte[text.Length], out _),
        _ => true,
    };

    private static bool IsJson(string text)
    {
        try
        {
            using var _ = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // Source: Kubernetes, apimachinery/pkg/api/resource/quantity.go.
    [GeneratedRegex(@"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?\z")]
    private static partial Regex Quantity();

    // Source: Go, time.ParseDuration.
    [GeneratedRegex(@"^[+-]?(0|(([0-9]+\.?[0-9]*|\.[0-9]+)(ns|us|µs|ms|s|m|h))+)\z")]
    private static partial Regex Duration();
}
