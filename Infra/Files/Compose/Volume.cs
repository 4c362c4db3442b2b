namespace Infra.Files.Compose;

/// <summary>A volume that Docker manages.</summary>
/// <param name="Name">Name outside of the project.</param>
public sealed record Volume(string Name);
