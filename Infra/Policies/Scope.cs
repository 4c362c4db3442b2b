using Infra.Settings;
using Infra.Systems;

namespace Infra.Policies;

/// <summary>The stacks in which a rule has something to judge, by what their settings and their system's definition say. What a plan
/// holds does not count: a rule that finds nothing there has to be noticed.</summary>
/// <param name="Name">What the stacks have in common.</param>
/// <param name="Includes">Whether a stack is one of them.</param>
public sealed record Scope(string Name, Func<StackSettings, bool> Includes)
{
    /// <summary>Whether none of these systems' stacks is in it; its name then says why.</summary>
    public bool IsNowhere { get; private init; }

    /// <summary>Every stack.</summary>
    public static Scope EveryStack { get; } = new("every stack", _ => true);

    /// <summary>Stacks on a server.</summary>
    public static Scope Server { get; } = new("server", settings => settings.Topology == Topology.Droplet);

    /// <summary>Stacks on Kubernetes.</summary>
    public static Scope Kubernetes { get; } = new("Kubernetes", settings => settings.Topology == Topology.Kubernetes);

    /// <summary>Stacks whose edge is nginx: all but those straight behind a load balancer.</summary>
    public static Scope Nginx { get; } =
        new("nginx at the edge", settings => settings.Topology == Topology.Droplet || settings.Exposure == Exposure.Ingress);

    /// <summary>Stacks in production.</summary>
    public static Scope Production { get; } = new("production", settings => settings.IsProduction);

    /// <summary>Stacks of systems with a database.</summary>
    public static Scope Database { get; } = With("a database", system => system.Needs<Postgres>().Any());

    /// <summary>Stacks with a database, or with a Redis-compatible store that the provider runs.</summary>
    public static Scope ManagedData { get; } =
        new("with managed data", settings => Database.Includes(settings) || settings.ManagedStores.Any());

    /// <summary>Stacks with a Redis-compatible store that runs beside the services.</summary>
    public static Scope OwnStore { get; } = new("with a store of its own", settings => settings.OwnStores.Any());

    /// <summary>Stacks of systems with searchable logs.</summary>
    public static Scope SearchableLogs { get; } = With("searchable logs", system => system.Needs<LogIndex>().Any());

    /// <summary>No stack of these systems: the rule is about what others do.</summary>
    /// <param name="reason">Why, as a sentence without a full stop.</param>
    public static Scope Nowhere(string reason) => new(reason, _ => false) { IsNowhere = true };

    /// <summary>Stacks of systems that have something.</summary>
    /// <param name="what">What they have.</param>
    /// <param name="has">Whether a system has it.</param>
    public static Scope With(string what, Func<SystemDefinition, bool> has) => new($"with {what}", settings => has(settings.System));

    /// <summary>Stacks that are in both scopes.</summary>
    /// <param name="other">The other scope.</param>
    public Scope And(Scope other) => new($"{Name}, {other.Name}", settings => Includes(settings) && other.Includes(settings));
}
