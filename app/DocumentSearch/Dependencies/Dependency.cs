namespace DocumentSearch.Dependencies;

/// <summary>A server the service depends on.</summary>
public enum Dependency
{
    /// <summary>A failure of the network that does not say which server it was on the way to.</summary>
    Unknown,

    /// <summary>PostgreSQL.</summary>
    Database,

    /// <summary>Redis or Valkey.</summary>
    Redis,

    /// <summary>The S3 bucket.</summary>
    Storage,

    /// <summary>The embedding model.</summary>
    Model,
}

internal static class DependencyNames
{
    public static string ToName(this Dependency dependency) => dependency switch
    {
        Dependency.Database => "database",
        Dependency.Redis => "redis",
        Dependency.Storage => "storage",
        Dependency.Model => "model",
        _ => "unknown",
    };
}
