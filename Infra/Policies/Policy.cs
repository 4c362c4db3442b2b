namespace Infra.Policies;

/// <summary>What every policy says of itself, whatever it looks at.</summary>
public abstract record Policy
{
    /// <summary>Short, stable name: <c>POD-01</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What it asks for, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>How much it matters.</summary>
    public Severity Severity { get; init; } = Severity.Error;

    /// <summary>Why, with the public standard or the requirement it comes from.</summary>
    public required string Why { get; init; }

    /// <summary>What to do, as an instruction without a full stop.</summary>
    public required string Remedy { get; init; }
}
