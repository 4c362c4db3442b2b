namespace Pulumi;

/// <summary>What the constructor of a resource hands over to the deployment.</summary>
/// <param name="Resource">The resource, still under construction.</param>
/// <param name="Args">Its arguments after all transformations.</param>
/// <param name="Options">Its options after all transformations, with what it inherits.</param>
/// <param name="IsCustom">Whether a provider manages it.</param>
/// <param name="Aliases">URNs it had before.</param>
internal sealed record Registration(
    Resource Resource,
    ResourceArgs Args,
    ResourceOptions Options,
    bool IsCustom,
    List<Output<string>>? Aliases);
