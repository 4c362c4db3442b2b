namespace Pulumi;

/// <summary>Says which package a resource belongs to where its token does not say enough.</summary>
/// <param name="name">Name of the provider.</param>
/// <param name="version">Version of the provider.</param>
/// <param name="downloadUrl">Where to download it from, where it is not the usual place.</param>
/// <param name="checksums">Checksums of the download by platform.</param>
/// <param name="parameterization">What turns the provider into the package.</param>
/// <param name="extension">What extends the package.</param>
public sealed class RegisterPackageRequest(
    string name,
    string version,
    string? downloadUrl,
    Dictionary<string, byte[]>? checksums = null,
    RegisterPackageRequest.PackageParameterization? parameterization = null,
    RegisterPackageRequest.PackageParameterization? extension = null)
{
    /// <inheritdoc cref="RegisterPackageRequest"/>
    public RegisterPackageRequest(
        string name,
        string version,
        string? downloadUrl,
        Dictionary<string, byte[]>? checksums,
        PackageParameterization? parameterization)
        : this(name, version, downloadUrl, checksums, parameterization, extension: null)
    {
    }

    /// <summary>Name of the provider.</summary>
    public string Name { get; } = name;

    /// <summary>Version of the provider.</summary>
    public string Version { get; } = version;

    /// <summary>Where to download it from; empty for the usual place.</summary>
    public string DownloadUrl { get; } = downloadUrl ?? "";

    /// <summary>Checksums of the download by platform.</summary>
    public Dictionary<string, byte[]> Checksums { get; } = checksums ?? [];

    /// <summary>What turns the provider into the package.</summary>
    public PackageParameterization? Parameterization { get; } = parameterization;

    /// <summary>What extends the package.</summary>
    public PackageParameterization? Extension { get; } = extension;

    /// <summary>What turns a provider into a package of its own.</summary>
    /// <param name="name">Name of the package.</param>
    /// <param name="version">Version of the package.</param>
    /// <param name="value">What the provider is given for it.</param>
    public sealed class PackageParameterization(string name, string version, byte[] value)
    {
        /// <summary>Name of the package.</summary>
        public string Name { get; } = name;

        /// <summary>Version of the package.</summary>
        public string Version { get; } = version;

        /// <summary>What the provider is given for it.</summary>
        public byte[] Value { get; } = value;
    }
}
