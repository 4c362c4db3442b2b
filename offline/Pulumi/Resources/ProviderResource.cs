using Pulumi.Serialization;

namespace Pulumi;

/// <summary>A provider with settings of its own, for the resources of one package.</summary>
public class ProviderResource : CustomResource
{
    private string? _reference;

    /// <summary>Creates and registers the provider.</summary>
    /// <param name="package">The package whose resources it manages.</param>
    /// <param name="name">Name, unique within type and parent.</param>
    /// <param name="args">Its settings.</param>
    /// <param name="options">How it is managed.</param>
    public ProviderResource(string package, string name, ResourceArgs args, CustomResourceOptions? options = null)
        : this(package, name, args, options, registerPackageRequest: null)
    {
    }

    /// <summary>Creates and registers the provider.</summary>
    /// <param name="package">The package whose resources it manages.</param>
    /// <param name="name">Name, unique within type and parent.</param>
    /// <param name="args">Its settings.</param>
    /// <param name="options">How it is managed.</param>
    /// <param name="registerPackageRequest">The package, if it is a parameterised one.</param>
    public ProviderResource(
        string package,
        string name,
        ResourceArgs args,
        CustomResourceOptions? options = null,
        RegisterPackageRequest? registerPackageRequest = null)
        : base($"pulumi:providers:{package}", name, args, options, registerPackageRequest)
        => Package = package;

    internal string Package { get; }

    /// <summary>How a resource refers to its provider: URN and id.</summary>
    internal async ValueTask<string> GetReferenceAsync()
    {
        if (_reference is null)
        {
            var urn = await Urn.GetValueAsync("").ConfigureAwait(false);
            var id = await Id.GetValueAsync("").ConfigureAwait(false);
            _reference = $"{urn}::{(string.IsNullOrEmpty(id) ? WireMarkers.Unknown : id)}";
        }

        return _reference;
    }
}
