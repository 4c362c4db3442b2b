namespace Infra.Files.Compose;

/// <summary>Spans of time as Compose writes them.</summary>
internal static class Duration
{
    /// <summary>Whole seconds, rounded up: <c>90s</c>.</summary>
    public static string Of(TimeSpan span) => $"{(long)Math.Ceiling(span.TotalSeconds)}s";
}
