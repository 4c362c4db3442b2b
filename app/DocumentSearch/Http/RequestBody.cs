using Microsoft.Net.Http.Headers;

namespace DocumentSearch.Http;

/// <summary>What the bodies of requests have in common.</summary>
internal static class RequestBody
{
    /// <summary>What to tell whoever sends another encoding.</summary>
    public const string Utf8Only = "Send the body in UTF-8: leave charset out of the Content-Type, or set it to utf-8.";

    /// <summary>True when the text of a body is in UTF-8 as far as its type tells: JSON and OAuth forms know nothing else (RFC 8259, RFC 6749
    /// appendix B), and the readers of the framework throw on names of encodings they do not know.</summary>
    public static bool IsUtf8(HttpRequest request)
        => !MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.Charset.HasValue
            || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase);
}
