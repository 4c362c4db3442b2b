namespace Infra.Files.Compose;

/// <summary>A service that has to be there first.</summary>
/// <param name="Condition">What it has to be.</param>
public sealed record Dependency(string Condition)
{
    /// <summary>Its health check succeeds.</summary>
    public static Dependency Healthy { get; } = new("service_healthy");

    /// <summary>It ran and exited with 0.</summary>
    public static Dependency Completed { get; } = new("service_completed_successfully");
}
