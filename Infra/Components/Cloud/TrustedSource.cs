using Pulumi;

namespace Infra.Components.Cloud;

/// <summary>Somebody whom a managed database lets in.</summary>
/// <param name="Type"><c>droplet</c> or <c>k8s</c>, as DigitalOcean's trusted sources name them.</param>
/// <param name="Id">Id of the droplet or the cluster.</param>
public sealed record TrustedSource(string Type, Output<string> Id);
