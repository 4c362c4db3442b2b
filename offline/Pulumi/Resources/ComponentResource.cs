using Pulumi.Serialization;

namespace Pulumi;

/// <summary>A resource that groups others; no provider manages it.</summary>
public class ComponentResource : Resource
{
    /// <summary>Creates and registers the component.</summary>
    /// <param name="type">Type token, as in <c>package:module:Type</c>.</param>
    /// <param name="name">Name, unique within type and parent.</param>
    /// <param name="options">How it is managed.</param>
    public ComponentResource(string type, string name, ComponentResourceOptions? options = null)
        : this(type, name, ResourceArgs.Empty, options, remote: false, registerPackageRequest: null)
    {
    }

    /// <summary>Creates and registers the component.</summary>
    /// <param name="type">Type token, as in <c>package:module:Type</c>.</param>
    /// <param name="name">Name, unique within type and parent.</param>
    /// <param name="args">Inputs.</param>
    /// <param name="options">How it is managed.</param>
    /// <param name="remote">Whether a provider constructs the component.</param>
    public ComponentResource(
        string type, string name, ResourceArgs? args, ComponentResourceOptions? options = null, bool remote = false)
        : this(type, name, args, options, remote, registerPackageRequest: null)
    {
    }

    /// <summary>Creates and registers the component.</summary>
    /// <param name="type">Type token, as in <c>package:module:Type</c>.</param>
    /// <param name="name">Name, unique within type and parent.</param>
    /// <param name="args">Inputs.</param>
    /// <param name="options">How it is managed.</param>
    /// <param name="remote">Whether a provider constructs the component.</param>
    /// <param name="registerPackageRequest">The package it belongs to, if it is a parameterised one.</param>
    public ComponentResource(
        string type,
        string name,
        ResourceArgs? args,
        ComponentResourceOptions? options,
        bool remote,
        RegisterPackageRequest? registerPackageRequest = null)
        : base(
            type,
            name,
            custom: false,
            args ?? ResourceArgs.Empty,
            options ?? new ComponentResourceOptions(),
            remote)
        => IsRemote = remote;

    internal bool IsRemote { get; }

    /// <summary>Registers all properties marked with <see cref="OutputAttribute"/>; to be called last in a constructor.</summary>
    protected void RegisterOutputs() => RegisterOutputs(MarkedProperties.Of(GetType()).Read(this));

    /// <summary>Registers outputs; to be called last in a constructor.</summary>
    protected void RegisterOutputs(IDictionary<string, object?> outputs)
        => RegisterOutputs(Output.Create(outputs ?? throw new ArgumentNullException(nameof(outputs))));

    /// <summary>Registers outputs; to be called last in a constructor.</summary>
    protected void RegisterOutputs(Task<IDictionary<string, object?>> outputs)
        => RegisterOutputs(Output.Create(outputs ?? throw new ArgumentNullException(nameof(outputs))));

    /// <summary>Registers outputs; to be called last in a constructor.</summary>
    protected void RegisterOutputs(Output<IDictionary<string, object?>> outputs)
        => Deployment.InternalInstance.RegisterOutputs(this, outputs ?? throw new ArgumentNullException(nameof(outputs)));
}
