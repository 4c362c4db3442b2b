using Pulumi.Serialization;

namespace Pulumi;

/// <summary>A resource that a provider creates, reads, updates and deletes.</summary>
public class CustomResource : Resource
{
    /// <summary>Creates and registers the resource.</summary>
    /// <param name="type">Type token, as in <c>package:module:Type</c>.</param>
    /// <param name="name">Name, unique within type and parent.</param>
    /// <param name="args">Inputs.</param>
    /// <param name="options">How it is managed.</param>
    /// <param name="registerPackageRequest">The package it belongs to, if it is a parameterised one.</param>
    public CustomResource(
        string type,
        string name,
        ResourceArgs? args,
        CustomResourceOptions? options = null,
        RegisterPackageRequest? registerPackageRequest = null)
        : base(
            type,
            name,
            custom: true,
            args ?? ResourceArgs.Empty,
            options ?? new CustomResourceOptions())
    {
    }

    /// <summary>Creates and registers the resource.</summary>
    /// <param name="type">Type token, as in <c>package:module:Type</c>.</param>
    /// <param name="name">Name, unique within type and parent.</param>
    /// <param name="args">Inputs.</param>
    /// <param name="options">How it is managed.</param>
    public CustomResource(string type, string name, ResourceArgs? args, CustomResourceOptions? options = null)
        : this(type, name, args, options, registerPackageRequest: null)
    {
    }

    private protected CustomResource(string urn)
        : base(urn)
    {
    }

    /// <summary>The id the provider gave the object; not known before it is created.</summary>
    [Output(WireMarkers.Id)]
    public Output<string> Id { get; private protected set; } = null!;
}
