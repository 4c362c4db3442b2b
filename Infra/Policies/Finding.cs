namespace Infra.Policies;

/// <summary>How much a broken policy matters.</summary>
public enum Severity
{
    /// <summary>Should be mended; stops nothing.</summary>
    Warning,

    /// <summary>Stops a preview and a deployment.</summary>
    Error,
}

/// <summary>A policy that a resource breaks.</summary>
/// <param name="Rule">The policy.</param>
/// <param name="Resource">Name of the resource; empty where the plan as a whole is meant.</param>
/// <param name="Problem">What is wrong with it.</param>
public sealed record Finding(Rule Rule, string Resource, string Problem)
{
    /// <summary>The finding on one line, with what to do about it.</summary>
    public override string ToString() => $"{(Rule.Severity == Severity.Error ? "error" : "warning")} {Rule.Id} {Resource}: {Problem}. {Rule.Remedy}.";
}
