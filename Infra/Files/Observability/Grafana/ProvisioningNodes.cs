namespace Infra.Files.Observability.Grafana;

/// <summary>The data sources that Grafana starts with.</summary>
public sealed record DataSourcesFile
{
    /// <summary>Version of the format.</summary>
    public int ApiVersion { get; init; } = 1;

    /// <summary>Data sources.</summary>
    public required IReadOnlyList<DataSourceNode> Datasources { get; init; }

    /// <summary>Prometheus and Alertmanager under the ids that dashboards use.</summary>
    public static DataSourcesFile Default { get; } = new()
    {
        Datasources =
        [
            new()
            {
                Name = "Prometheus", Type = DataSourceReference.Prometheus.Type, Uid = DataSourceReference.Prometheus.Uid, Url = "http://prometheus:9090", IsDefault = true,
                JsonData = new Dictionary<string, string> { ["httpMethod"] = "POST", ["timeInterval"] = "15s" },
            },
            new()
            {
                Name = "Alertmanager", Type = DataSourceReference.Alertmanager.Type, Uid = DataSourceReference.Alertmanager.Uid, Url = "http://alertmanager:9093", IsDefault = false,
                JsonData = new Dictionary<string, string> { ["implementation"] = "prometheus" },
            },
        ],
    };
}

/// <summary>A data source.</summary>
public sealed record DataSourceNode
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Plug-in.</summary>
    public required string Type { get; init; }

    /// <summary>Fixed id.</summary>
    public required string Uid { get; init; }

    /// <summary>Who asks: the server, not the browser.</summary>
    public string Access { get; init; } = "proxy";

    /// <summary>Address.</summary>
    public required string Url { get; init; }

    /// <summary>Whether new panels use it.</summary>
    public required bool IsDefault { get; init; }

    /// <summary>Whether people may change it.</summary>
    public bool Editable { get; init; }

    /// <summary>Options of the plug-in.</summary>
    public required IReadOnlyDictionary<string, string> JsonData { get; init; }
}

/// <summary>Where Grafana finds dashboards.</summary>
public sealed record DashboardProviderFile
{
    /// <summary>Version of the format.</summary>
    public int ApiVersion { get; init; } = 1;

    /// <summary>Places.</summary>
    public required IReadOnlyList<DashboardProviderNode> Providers { get; init; }
}

/// <summary>A directory of dashboards.</summary>
public sealed record DashboardProviderNode
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Kind of place.</summary>
    public string Type { get; init; } = "file";

    /// <summary>Folder in Grafana.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether people may change dashboards; changes would be lost.</summary>
    public bool AllowUiUpdates { get; init; }

    /// <summary>Where.</summary>
    public required DashboardDirectoryNode Options { get; init; }
}

/// <summary>A directory.</summary>
public sealed record DashboardDirectoryNode
{
    /// <summary>Path in the container.</summary>
    public required string Path { get; init; }
}
