namespace Infra.Files.Host;

/// <summary>The commands of a server and what they share: real shell files, carried inside this program.</summary>
public static class HostCommands
{
    private const string Prefix = "host/";

    private static readonly Lazy<ImmutableArray<HostFile>> Carried = new(Read);

    /// <summary>The files, below <c>bin/</c> and <c>lib/</c>, sorted by path.</summary>
    public static ImmutableArray<HostFile> Files => Carried.Value;

    private static ImmutableArray<HostFile> Read()
    {
        var assembly = typeof(HostCommands).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name =>
                {
                    using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                    return new HostFile(name[Prefix.Length..], reader.ReadToEnd().Replace("\r\n", "\n"));
                }),
        ];
    }
}
