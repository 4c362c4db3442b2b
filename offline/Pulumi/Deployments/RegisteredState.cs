using Pulumi.Serialization;

namespace Pulumi;

/// <summary>What is known of a resource once it is registered.</summary>
/// <param name="Urn">Its URN.</param>
/// <param name="Id">Its id; null or empty where it has none or none yet.</param>
/// <param name="Properties">Its outputs.</param>
internal sealed record RegisteredState(string Urn, string? Id, SerializedProperties Properties);
