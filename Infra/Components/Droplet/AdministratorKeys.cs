using System.Security.Cryptography;
using Infra.Components.Cloud;
using Pulumi;
using Pulumi.DigitalOcean;

namespace Infra.Components.Droplet;

/// <summary>A public key that the provider's account has.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Fingerprint">By which a droplet asks for it.</param>
/// <param name="Line">As in authorized_keys; the comment may be missing.</param>
public sealed record AccountKey(string Name, string Fingerprint, string Line);

/// <summary>The public keys of administrators at the provider. An account takes a key once, whoever brings it: a key that another stack or a person has
/// brought is used, and every other is brought by this stack. Keys are told apart by the key itself, never by their place in the list or their comment.</summary>
public static class AdministratorKeys
{
    /// <summary>The key that stands for a line of authorized_keys in the account; null where this stack has to bring it.</summary>
    /// <param name="line">The line.</param>
    /// <param name="place">Its place among the stack's keys, from 1: what the keys of a stack were once named by.</param>
    /// <param name="prefix">Prefix of the stack's names.</param>
    /// <param name="account">What the account has.</param>
    public static AccountKey? Foreign(string line, int place, string prefix, IEnumerable<AccountKey> account) =>
        account.FirstOrDefault(key => KeyOf(key.Line) == KeyOf(line) && key.Name != NameOf(line, prefix) && key.Name != $"{prefix}-{place}");

    internal static Input<string>[] Fingerprints(ComponentResource parent, string name, DropletServerArgs args)
    {
        var account = Account(parent);
        return [.. args.Settings.Droplet.SshPublicKeys.Select((line, index) => Foreign(line, index + 1, args.Prefix, account) is { } known
            ? known.Fingerprint
            : (Input<string>)Bring(parent, name, args.Prefix, line, index + 1).Fingerprint)];
    }

    private static SshKey Bring(ComponentResource parent, string name, string prefix, string line, int place) => new($"{name}-key-{Id(line)}", new SshKeyArgs
    {
        Name = NameOf(line, prefix),
        PublicKey = line,
    }, new CustomResourceOptions
    {
        Parent = parent,
        IgnoreChanges = { "publicKey" }, // The name stands for the key, so that only the comment can change: no reason to make it anew.
        Aliases = { new Alias { Name = $"{name}-key-{place}" } },
    });

    /// <summary>Asked here and not in an output, for what a stack has must not depend on what is only known later.</summary>
    private static ImmutableArray<AccountKey> Account(ComponentResource parent)
    {
        var answer = LookUp.AskAsync(() => GetSshKeys.InvokeAsync(new GetSshKeysArgs(), new InvokeOptions { Parent = parent }),
            "the SSH keys of the account cannot be looked up: deploy again when the provider answers, with a token that may read them").GetAwaiter().GetResult();
        return answer is null || answer.SshKeys.IsDefault ? [] : [.. answer.SshKeys.Select(key => new AccountKey(key.Name, key.Fingerprint, key.PublicKey))];
    }

    private static string NameOf(string line, string prefix) => $"{prefix}-{Id(line)}";

    private static string Id(string line) => Convert.ToHexStringLower(SHA256.HashData(Convert.FromBase64String(KeyOf(line))))[..8];

    private static string KeyOf(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var key, ..] ? key : "";
}
