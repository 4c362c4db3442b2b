namespace DocumentSearch.Configuration;

/// <summary>The environment is not one the service can start with. The process exits with <see cref="ExitCode"/>.</summary>
public sealed class ConfigurationException(IReadOnlyList<string> mistakes)
    : Exception(string.Join(Environment.NewLine, mistakes))
{
    /// <summary>EX_CONFIG of sysexits.h.</summary>
    public const int ExitCode = 78;

    /// <summary>Every mistake, one sentence each.</summary>
    public IReadOnlyList<string> Mistakes => mistakes;
}
