using Pulumi;
using Pulumi.DigitalOcean;

namespace Infra.Components.Cloud;

/// <summary>What a <see cref="CloudProject"/> is made of.</summary>
public sealed record CloudProjectArgs : StackPartArgs
{
    /// <summary>The provider's names of what belongs to it.</summary>
    public required ImmutableArray<Output<string>> Members { get; init; }
}

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
            Description = args.Settings.System.Description,
            Purpose = "Web Application",
            Environment = args.Settings.IsProduction ? "Production" : "Development",
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
