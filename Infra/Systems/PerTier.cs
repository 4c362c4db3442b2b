namespace Infra.Systems;

/// <summary>How careful an environment is with its data and its users.</summary>
public enum Tier
{
    /// <summary>For trying things out: single instances, smallest sizes, data may be thrown away.</summary>
    Development,

    /// <summary>For users: several instances, standby database, data protected from deletion.</summary>
    Production,
}

/// <summary>A value that differs between development and production.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
/// <param name="Development">Value in development.</param>
/// <param name="Production">Value in production.</param>
public sealed record PerTier<T>(T Development, T Production)
{
    /// <summary>The value of a tier.</summary>
    public T In(Tier tier) => tier == Tier.Production ? Production : Development;
}
