using System.Collections.Immutable;

namespace Pulumi.Testing;

/// <summary>A call of a function or method.</summary>
public class MockCallArgs
{
    /// <summary>Token of the function.</summary>
    public string? Token { get; set; }

    /// <summary>Arguments by wire name, in the form of <see cref="MockResourceArgs.Inputs"/>.</summary>
    public ImmutableDictionary<string, object> Args { get; set; } = null!;

    /// <summary>URN and id of the provider; empty for the default one.</summary>
    public string? Provider { get; set; }
}
