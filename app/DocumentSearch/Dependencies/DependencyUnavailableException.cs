namespace DocumentSearch.Dependencies;

/// <summary>A server did not do what it was asked for, and nothing says that the input is at fault: the same may well work later.</summary>
/// <param name="dependency">The server.</param>
/// <param name="message">What happened, for the log.</param>
/// <param name="inner">The failure as its client library tells it; null when it was not asked at all.</param>
public sealed class DependencyUnavailableException(Dependency dependency, string message, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>The server.</summary>
    public Dependency Dependency => dependency;
}
