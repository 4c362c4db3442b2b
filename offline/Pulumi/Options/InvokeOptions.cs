namespace Pulumi;

/// <summary>Settings of a call of a provider's function.</summary>
public class InvokeOptions
{
    /// <summary>A resource whose provider to use.</summary>
    public Resource? Parent { get; set; }

    /// <summary>The provider to use.</summary>
    public ProviderResource? Provider { get; set; }

    /// <summary>Version of the provider, where it differs from the version of the package.</summary>
    public string? Version { get; set; }

    /// <summary>Where to download the provider from, where it is not the usual place.</summary>
    public string? PluginDownloadURL { get; set; }
}
