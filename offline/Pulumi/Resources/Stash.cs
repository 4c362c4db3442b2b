namespace Pulumi;

/// <summary>Keeps a value in the state of the stack until the resource is replaced.</summary>
public sealed class Stash : CustomResource
{
    /// <summary>Creates the resource.</summary>
    /// <param name="name">Name, unique within type and parent.</param>
    /// <param name="args">The value.</param>
    /// <param name="options">How it is managed.</param>
    public Stash(string name, StashArgs args, CustomResourceOptions? options = null)
        : base("pulumi:index:Stash", name, args, options)
    {
    }

    /// <summary>The value that is kept.</summary>
    [Output("output")]
    public Output<object> Output { get; private set; } = null!;

    /// <summary>The value that was given last.</summary>
    [Output("input")]
    public Output<object> Input { get; private set; } = null!;
}
