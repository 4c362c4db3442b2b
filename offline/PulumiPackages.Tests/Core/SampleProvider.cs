namespace PulumiPackages.Tests.Core;

/// <summary>A provider of the package of <see cref="Sample"/>, or of another one.</summary>
internal sealed class SampleProvider(string name, string package = "sample", CustomResourceOptions? options = null)
    : ProviderResource(package, name, ResourceArgs.Empty, options);
