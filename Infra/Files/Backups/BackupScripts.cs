using Infra.Files.Host;

namespace Infra.Files.Backups;

/// <summary>The scripts of backups and restores on Kubernetes, from files of their own kind.</summary>
public static class BackupScripts
{
    /// <summary>Image with the PostgreSQL client and server of the newest major version, which read what older ones wrote, and with pgvector for drills.</summary>
    public const string DatabaseImage = "pgvector/pgvector:0.8.6-pg18-bookworm";

    /// <summary>Image with the command line of AWS.</summary>
    public const string StorageImage = "amazon/aws-cli:2.37.5";

    /// <summary>Directory in which containers find the scripts.</summary>
    public const string Directory = "/scripts";

    // A restore replaces a database in the same way on a server.
    private static readonly ImmutableArray<string> Shared = ["clear-database.sql", "replace-database.sh"];

    /// <summary>The scripts by file name.</summary>
    public static ImmutableSortedDictionary<string, string> All { get; } = Read();

    private static ImmutableSortedDictionary<string, string> Read()
    {
        const string Prefix = "backups/";
        var assembly = typeof(BackupScripts).Assembly;
        var own = assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return KeyValuePair.Create(name[Prefix.Length..], reader.ReadToEnd().ReplaceLineEndings("\n"));
        });
        var shared = Shared.Select(name => KeyValuePair.Create(name, HostCommands.Files.Single(file => file.Path == $"lib/{name}").Content));
        return ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, own.Concat(shared));
    }
}
