using System.Security.Cryptography;
using System.Text;

namespace Infra.Files.Host;

/// <summary>Where a deployment leaves what it brings to a server, before the command <c>assemble</c> puts a configuration together of it. A file lies where
/// the hash of its content says: one that did not change is not copied again, and none is ever overwritten by another.</summary>
/// <param name="system">Name of the system.</param>
public sealed class DeploymentStore(string system)
{
    private const int Digits = 16; // 64 bits tell apart what one server ever gets; the manifest has all of them.

    /// <summary>Directory of the copied files.</summary>
    public string Files => $"/opt/{system}/releases/files";

    /// <summary>Directory of the values that only the deployment knows, as the last one wrote them.</summary>
    public string Values => $"/opt/{system}/releases/values";

    /// <summary>Where a file is copied to.</summary>
    public string PathOf(HostFile file) => $"{Files}/{Hash(file)[..Digits]}/{file.Path}";

    /// <summary>What a configuration consists of: a line for each file with the hash of its content and its path, as <c>sha256sum</c> writes it, and one
    /// for each value with the word <c>value</c> and its path.</summary>
    public static string Manifest(IEnumerable<HostFile> files, IEnumerable<string> values) =>
        string.Concat(files.Select(file => $"{Hash(file)}  {file.Path}\n")) + string.Concat(values.Select(path => $"value  {path}\n"));

    private static string Hash(HostFile file) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(file.Content)));
}
