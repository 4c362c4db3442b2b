using System.Text;
using Infra.Files;

namespace Infra.Commands;

/// <summary>A directory that holds rendered files and nothing else, so that a file which is rendered no longer goes away.</summary>
internal static class RenderedDirectory
{
    // Marks the directory as ours; without it a mistyped --out could delete somebody's files.
    private const string Marker = ".rendered";

    /// <summary>Writes files, replacing those of an earlier run.</summary>
    /// <returns>How many files there are.</returns>
    /// <exception cref="IOException">The directory holds something else.</exception>
    public static int Write(string directory, ImmutableArray<HostFile> files)
    {
        if (File.Exists(directory))
        {
            throw new IOException($"{directory} is a file; give --out a directory");
        }

        if (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any() && !File.Exists(Path.Combine(directory, Marker)))
        {
            throw new IOException($"{directory} holds files that were not rendered; give --out a new or empty directory");
        }

        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }

        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, Marker), "Rendered; the next rendering replaces everything here.\n");
        foreach (var file in files)
        {
            var path = Path.Combine(directory, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, file.Content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }

        return files.Length;
    }
}
