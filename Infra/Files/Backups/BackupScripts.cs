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

    /// <summary>The scripts by file name.</summary>
    public static ImmutableSortedDictionary<string, string> All { get; } = Read();

    private static ImmutableSortedDictionary<string, string> Read()
    {
        const string Prefix = "backups/";
        var assembly = typeof(BackupScripts).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).ToImmutableSortedDictionary(
            name => name[Prefix.Length..],
            name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return reader.ReadToEnd().ReplaceLineEndings("\n");
            },
            StringComparer.Ordinal);
    }
}
