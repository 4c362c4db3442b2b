namespace Infra.Files.Compose;

/// <summary>A network of containers.</summary>
/// <param name="Internal">Whether nothing in it can reach anything outside.</param>
public sealed record Network(bool Internal);
