namespace Infra.Facts.Host;

/// <summary>Kernel parameters that a server is given (sysctl.d(5)).</summary>
public static class KernelSettings
{
    /// <summary>Reads files: of several lines about one parameter the last one counts, files in the order of their names.</summary>
    /// <param name="files">Name and text of each.</param>
    public static ImmutableDictionary<string, string> Read(IEnumerable<(string Name, string Text)> files)
    {
        var settings = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (var line in files.OrderBy(file => file.Name, StringComparer.Ordinal).SelectMany(file => file.Text.Split('\n'))
            .Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] is not ('#' or ';')))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                // A hyphen in front says that a parameter that is not there is no error; slashes part names as dots do.
                settings[line[..equals].Trim().TrimStart('-').Replace('/', '.')] = line[(equals + 1)..].Trim();
            }
        }

        return settings.ToImmutable();
    }
}
