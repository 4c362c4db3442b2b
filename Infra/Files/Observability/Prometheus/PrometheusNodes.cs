namespace Infra.Files.Observability.Prometheus;

/// <summary>The file prometheus.yml (Prometheus documentation, configuration).</summary>
public sealed record PrometheusFile
{
    /// <summary>What counts for every job.</summary>
    public required GlobalNode Global { get; init; }

    /// <summary>Files of rules.</summary>
    public required IReadOnlyList<string> RuleFiles { get; init; }

    /// <summary>Where alerts go.</summary>
    public required AlertingNode Alerting { get; init; }

    /// <summary>What is scraped.</summary>
    public required IReadOnlyList<ScrapeNode> ScrapeConfigs { get; init; }
}

/// <summary>What counts for every job.</summary>
public sealed record GlobalNode
{
    /// <summary>Time between two scrapes.</summary>
    public required string ScrapeInterval { get; init; }

    /// <summary>Time between two evaluations of rules.</summary>
    public required string EvaluationInterval { get; init; }

    /// <summary>Labels of everything that leaves this server.</summary>
    public required IReadOnlyDictionary<string, string> ExternalLabels { get; init; }
}

/// <summary>Where alerts go.</summary>
public sealed record AlertingNode
{
    /// <summary>Alertmanagers.</summary>
    public required IReadOnlyList<TargetsNode> Alertmanagers { get; init; }
}

/// <summary>A list that holds targets.</summary>
public sealed record TargetsNode
{
    /// <summary>Targets.</summary>
    public required IReadOnlyList<StaticNode> StaticConfigs { get; init; }
}

/// <summary>Targets by address.</summary>
public sealed record StaticNode
{
    /// <summary>Hosts with ports, or addresses for a probe.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>Labels of the targets.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}

/// <summary>Targets by name: every address that a name has is one.</summary>
public sealed record DnsNode
{
    /// <summary>Names.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Type of record.</summary>
    public string Type { get; init; } = "A";

    /// <summary>Port of the targets.</summary>
    public required int Port { get; init; }

    /// <summary>Time after which the names are asked for again.</summary>
    public string RefreshInterval { get; init; } = "10s";
}

/// <summary>Targets by what the cluster says about its pods.</summary>
public sealed record KubernetesNode
{
    /// <summary>What is looked for.</summary>
    public string Role { get; init; } = "pod";

    /// <summary>Where.</summary>
    public required NamespacesNode Namespaces { get; init; }
}

/// <summary>Namespaces by name.</summary>
public sealed record NamespacesNode
{
    /// <summary>Names.</summary>
    public required IReadOnlyList<string> Names { get; init; }
}

/// <summary>A change of labels.</summary>
public sealed record RelabelNode
{
    /// <summary>Labels that are read.</summary>
    public IReadOnlyList<string>? SourceLabels { get; init; }

    /// <summary>What their values have to match as a whole.</summary>
    public string? Regex { get; init; }

    /// <summary>Label that is written.</summary>
    public string? TargetLabel { get; init; }

    /// <summary>Value that is written.</summary>
    public string? Replacement { get; init; }

    /// <summary>What is done; by default the target label is written.</summary>
    public string? Action { get; init; }
}

/// <summary>A scrape job.</summary>
public sealed record ScrapeNode
{
    /// <summary>Name of the job.</summary>
    public required string JobName { get; init; }

    /// <summary>Time between two scrapes, where it differs.</summary>
    public string? ScrapeInterval { get; init; }

    /// <summary>Path, where it is not /metrics.</summary>
    public string? MetricsPath { get; init; }

    /// <summary>Query parameters.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Params { get; init; }

    /// <summary>Targets by address.</summary>
    public IReadOnlyList<StaticNode>? StaticConfigs { get; init; }

    /// <summary>Targets by name.</summary>
    public IReadOnlyList<DnsNode>? DnsSdConfigs { get; init; }

    /// <summary>Targets by the cluster.</summary>
    public IReadOnlyList<KubernetesNode>? KubernetesSdConfigs { get; init; }

    /// <summary>Changes of targets' labels.</summary>
    public IReadOnlyList<RelabelNode>? RelabelConfigs { get; init; }

    /// <summary>Changes of series' labels.</summary>
    public IReadOnlyList<RelabelNode>? MetricRelabelConfigs { get; init; }
}
