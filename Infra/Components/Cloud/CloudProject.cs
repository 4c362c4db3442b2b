using Infra.Systems;
using Pulumi;
using Pulumi.DigitalOcean;

namespace Infra.Components.Cloud;

/// <summary>What a <see cref="CloudProject"/> is made of.</summary>
/// <param name="Prefix">Name: unique per system and stack.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Tier">How careful the environment is.</param>
/// <param name="Members">The provider's names of what belongs to it.</param>
public sealed record CloudProjectArgs(string Prefix, string Description, Tier Tier, ImmutableArray<Output<string>> Members);

/// <summary>A project of the provider's console: what belongs together is seen together.</summary>
public sealed class CloudProject : ComponentResource
{
    /// <summary>Makes the project.</summary>
    public CloudProject(string name, CloudProjectArgs args, ComponentResourceOptions? options = null)
        : base("infra:cloud:Project", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        var project = new Project(name, new ProjectArgs
        {
            Name = args.Prefix,
            Description = args.Description,
            Purpose = "Web Application",
            Environment = args.Tier == Tier.Production ? "Production" : "Development",
        }, child);

        // Members are a resource of their own: a changed list changes the assignment, not the project.
        new ProjectResources($"{name}-members", new ProjectResourcesArgs
        {
            Project = project.Id,
            Resources = args.Members.Select(member => (Input<string>)member).ToArray(),
        }, child);
        RegisterOutputs(new Dictionary<string, object?> { ["name"] = project.Name });
    }
}
