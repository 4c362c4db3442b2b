namespace Pulumi;

/// <summary>When a <see cref="ResourceHook"/> runs and what its failure means.</summary>
public class ResourceHookOptions
{
    /// <summary>Whether it runs during previews, too. It does not if it is not set.</summary>
    public bool? OnDryRun { get; set; }

    /// <summary>Whether its failure is only a warning.</summary>
    public bool? IgnoreErrors { get; set; }
}
