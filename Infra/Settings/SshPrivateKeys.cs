using System.Text;
using Renci.SshNet;
using Renci.SshNet.Common;
using Renci.SshNet.Security;

namespace Infra.Settings;

/// <summary>Private SSH keys as settings. What is wrong with one is found before the first of a hundred connections fails by it; no message repeats any of it.</summary>
internal static class SshPrivateKeys
{
    private const string Form = "is no whole private key in OpenSSH or PEM form, with its first and its last line; a prompt of one line cannot take one, so type: "
        + "pulumi config set --secret infra:sshPrivateKey < KEYFILE";

    /// <summary>What is wrong with a private key; empty where nothing is.</summary>
    public static string BrokenRule(string text) => Read(text, _ => "");

    /// <summary>What is wrong with a private key beside the public keys that may log in; empty where nothing is.</summary>
    /// <param name="text">The private key.</param>
    /// <param name="publicKeys">Lines of authorized_keys.</param>
    public static string BrokenRule(string text, ImmutableArray<string> publicKeys) => Read(text, key =>
        PublicHalves(key).Intersect(publicKeys.Select(line => line.Split(' ')[1])).Any() ? ""
        : "belongs to none of infra:sshPublicKeys, so that the server would not let the deployment in; add its public key, which ssh-keygen -y -f KEYFILE prints");

    private static string Read(string text, Func<PrivateKeyFile, string> rule)
    {
        if (!text.Contains("-----END ", StringComparison.Ordinal))
        {
            return Form; // The library takes a key whose last line is missing; the provider does not.
        }

        try
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text.Trim() + "\n"));
            using var key = new PrivateKeyFile(stream);
            return rule(key);
        }
        catch (SshPassPhraseNullOrEmptyException)
        {
            return "is protected by a passphrase, which nobody can type during a deployment; make a key of its own for deployments: ssh-keygen -t ed25519 -N '' -f KEYFILE";
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return Form; // Every kind of exception comes out of damaged numbers; none of their messages may be shown.
        }
    }

    private static IEnumerable<string> PublicHalves(PrivateKeyFile key) =>
        key.HostKeyAlgorithms.OfType<KeyHostAlgorithm>().Select(algorithm => Convert.ToBase64String(algorithm.Data)).Distinct();
}
