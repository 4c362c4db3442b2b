namespace Pulumi;

/// <summary>An output whose type argument does not matter to the caller.</summary>
internal interface IOutput
{
    /// <summary>What the output settled to, or null while it is pending and when it failed.</summary>
    Settled? SettledNow { get; }

    /// <summary>Completes when the output is settled; fails when the output fails.</summary>
    Task Completion { get; }
}
