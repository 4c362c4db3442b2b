using YamlDotNet.Serialization;

namespace Infra.Files.Observability.Logs;

/// <summary>The file filebeat.yml (Filebeat reference).</summary>
public sealed record FilebeatFile
{
    /// <summary>What is read.</summary>
    [YamlMember(Alias = "filebeat.inputs", ApplyNamingConventions = false)]
    public required IReadOnlyList<FilebeatInput> Inputs { get; init; }

    /// <summary>Where entries go.</summary>
    [YamlMember(Alias = "output.logstash", ApplyNamingConventions = false)]
    public required LogstashOutput Output { get; init; }

    /// <summary>Least level of Filebeat's own log.</summary>
    [YamlMember(Alias = "logging.level", ApplyNamingConventions = false)]
    public string LogLevel { get; init; } = "warning";

    /// <summary>Whether Filebeat's own log goes to standard error; else it would write a file.</summary>
    [YamlMember(Alias = "logging.to_stderr", ApplyNamingConventions = false)]
    public bool LogToStandardError { get; init; } = true;
}

/// <summary>Files that grow.</summary>
public sealed record FilebeatInput
{
    /// <summary>Kind of input.</summary>
    public string Type { get; init; } = "filestream";

    /// <summary>Fixed id, under which the position in each file is kept.</summary>
    public required string Id { get; init; }

    /// <summary>Files.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>How files are recognised.</summary>
    [YamlMember(Alias = "prospector.scanner", ApplyNamingConventions = false)]
    public ScannerNode? Scanner { get; init; }

    /// <summary>How lines are understood.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, object>>? Parsers { get; init; }

    /// <summary>What the pipeline tells apart.</summary>
    public required IReadOnlyDictionary<string, string> Fields { get; init; }
}

/// <summary>How files are found.</summary>
/// <param name="Symlinks">Whether links are followed.</param>
public sealed record ScannerNode(bool Symlinks);

/// <summary>Logstash.</summary>
/// <param name="Hosts">Addresses.</param>
public sealed record LogstashOutput(IReadOnlyList<string> Hosts);
