using YamlDotNet.Serialization;

namespace Infra.Files.Bootstrap;

/// <summary>A cloud-config: what cloud-init does at the first start of a server.</summary>
public sealed record CloudConfig
{
    /// <summary>Whether the lists of packages are fetched.</summary>
    [YamlMember(Alias = "package_update")]
    public required bool PackageUpdate { get; init; }

    /// <summary>Whether installed packages are brought up to date.</summary>
    [YamlMember(Alias = "package_upgrade")]
    public required bool PackageUpgrade { get; init; }

    /// <summary>Whether SSH takes passwords.</summary>
    [YamlMember(Alias = "ssh_pwauth")]
    public required bool SshPasswords { get; init; }

    /// <summary>Whether nobody can log in as root.</summary>
    [YamlMember(Alias = "disable_root")]
    public required bool DisableRoot { get; init; }

    /// <summary>Time zone.</summary>
    public required string Timezone { get; init; }

    /// <summary>Logins.</summary>
    public required ImmutableArray<Login> Users { get; init; }

    /// <summary>Where packages come from.</summary>
    public required PackageSources Apt { get; init; }

    /// <summary>Packages.</summary>
    public required ImmutableArray<string> Packages { get; init; }

    /// <summary>Swap space.</summary>
    public required Swap Swap { get; init; }

    /// <summary>Files.</summary>
    [YamlMember(Alias = "write_files")]
    public required ImmutableArray<WrittenFile> Files { get; init; }

    /// <summary>Commands at the end, each without a shell.</summary>
    [YamlMember(Alias = "runcmd")]
    public required ImmutableArray<ImmutableArray<string>> Commands { get; init; }
}

/// <summary>A login.</summary>
public sealed record Login
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Who it is.</summary>
    public required string Gecos { get; init; }

    /// <summary>Shell.</summary>
    public string Shell { get; init; } = "/bin/bash";

    /// <summary>What it may do as root.</summary>
    public required string Sudo { get; init; }

    /// <summary>Whether it has no password.</summary>
    [YamlMember(Alias = "lock_passwd")]
    public bool LockPassword { get; init; } = true;

    /// <summary>Public keys.</summary>
    [YamlMember(Alias = "ssh_authorized_keys")]
    public required ImmutableArray<string> AuthorizedKeys { get; init; }
}

/// <summary>Where packages come from besides the distribution.</summary>
/// <param name="Sources">Repositories by name.</param>
public sealed record PackageSources(IReadOnlyDictionary<string, PackageSource> Sources);

/// <summary>A repository of packages.</summary>
/// <param name="Source">Its line; <c>$KEY_FILE</c> and <c>$RELEASE</c> are cloud-init's.</param>
/// <param name="KeyId">Whole fingerprint of the key that signs it: a key server cannot slip in another one.</param>
/// <param name="KeyServer">Where the key is fetched.</param>
public sealed record PackageSource(string Source, [property: YamlMember(Alias = "keyid")] string KeyId, [property: YamlMember(Alias = "keyserver")] string KeyServer);

/// <summary>Swap space.</summary>
/// <param name="Filename">File.</param>
/// <param name="Size">Size in bytes.</param>
public sealed record Swap(string Filename, long Size);

/// <summary>A file.</summary>
/// <param name="Path">Path.</param>
/// <param name="Permissions">Octal, in quotation marks.</param>
/// <param name="Content">Text.</param>
public sealed record WrittenFile(string Path, string Permissions, string Content);
