using System.Collections.Immutable;

namespace Pulumi.Testing;

/// <summary>Outputs that a component or the stack registers.</summary>
/// <param name="urn">URN of the resource.</param>
/// <param name="outputs">Its outputs.</param>
public class MockRegisterResourceOutputsRequest(string urn, ImmutableDictionary<string, Output<object?>> outputs)
{
    /// <summary>URN of the resource.</summary>
    public readonly string Urn = urn;

    /// <summary>Its outputs.</summary>
    public readonly ImmutableDictionary<string, Output<object?>> Outputs = outputs;
}
