using System.Security.Cryptography;
using System.Text;
using Infra.Files;

namespace Infra.Commands;

/// <summary>A directory with rendered files. A file that is rendered no longer goes away; what was not written here, or was changed since, is never touched,
/// and neither is anything that a link leads to.</summary>
internal static class RenderedDirectory
{
    // What was written, in the form of sha256sum: a hash and a path a line.
    private const string Manifest = ".rendered";

    /// <summary>Writes files, replacing those of an earlier run.</summary>
    /// <returns>How many files there are.</returns>
    /// <exception cref="IOException">Something in the directory is in the way; nothing was written or deleted.</exception>
    public static int Write(string directory, ImmutableArray<HostFile> files)
    {
        if (File.Exists(directory))
        {
            throw new IOException($"{directory} is a file; give --out a directory");
        }

        if (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any() && !File.Exists(Path.Combine(directory, Manifest)))
        {
            throw new IOException($"{directory} holds files that were not rendered; give --out a new or empty directory");
        }

        var written = Read(directory);
        var stale = written.Keys.Except(files.Select(file => file.Path)).Where(path => File.Exists(Path.Combine(directory, path))).ToArray();
        foreach (var path in files.Select(file => file.Path).Concat(stale))
        {
            Refuse(directory, path, written);
        }

        foreach (var path in stale)
        {
            File.Delete(Path.Combine(directory, path));
            DeleteEmpty(directory, Path.GetDirectoryName(path));
        }

        foreach (var file in files)
        {
            var path = Path.Combine(directory, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, Bytes(file));
        }

        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, Manifest), string.Concat(files.Select(file => $"{Hash(Bytes(file))}  {file.Path}\n")));
        return files.Length;
    }

    /// <summary>What is at a path has to be what an earlier run wrote there, or nothing.</summary>
    private static void Refuse(string directory, string path, Dictionary<string, string> written)
    {
        for (var part = path; !string.IsNullOrEmpty(part); part = Path.GetDirectoryName(part))
        {
            if (new FileInfo(Path.Combine(directory, part)).LinkTarget is not null)
            {
                throw new IOException($"{Path.Combine(directory, part)} is a link, which rendering does not follow; delete it, or give --out a new directory");
            }
        }

        var file = Path.Combine(directory, path);
        if (Directory.Exists(file) || (File.Exists(file) && (!written.TryGetValue(path, out var hash) || Hash(File.ReadAllBytes(file)) != hash)))
        {
            throw new IOException($"{file} was not rendered, or was changed since; move it away, or give --out a new directory");
        }
    }

    private static Dictionary<string, string> Read(string directory)
    {
        var manifest = Path.Combine(directory, Manifest);
        if (!File.Exists(manifest))
        {
            return [];
        }

        if (new FileInfo(manifest).LinkTarget is not null)
        {
            throw new IOException($"{manifest} is a link, which rendering does not follow; delete it, or give --out a new directory");
        }

        var written = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in File.ReadAllLines(manifest))
        {
            if (line.Split("  ", 2) is not [{ Length: 64 } hash, { Length: > 0 } path] || Path.IsPathRooted(path) || path.Split('/').Contains(".."))
            {
                throw new IOException($"{manifest} does not say which files were rendered; delete {directory}, or give --out a new directory");
            }

            written[path] = hash;
        }

        return written;
    }

    private static void DeleteEmpty(string root, string? path)
    {
        for (; !string.IsNullOrEmpty(path) && !Directory.EnumerateFileSystemEntries(Path.Combine(root, path)).Any(); path = Path.GetDirectoryName(path))
        {
            Directory.Delete(Path.Combine(root, path));
        }
    }

    private static byte[] Bytes(HostFile file) => Encoding.UTF8.GetBytes(file.Content);

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
