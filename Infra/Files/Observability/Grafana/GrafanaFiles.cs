using Infra.Settings;

namespace Infra.Files.Observability.Grafana;

/// <summary>What Grafana reads on a host: data sources, where dashboards lie, and the dashboards.</summary>
internal static class GrafanaFiles
{
    /// <summary>Directory of the dashboards in the container.</summary>
    public const string DashboardDirectory = "/etc/grafana/dashboards";

    /// <summary>Renders the files below <c>grafana/</c>.</summary>
    public static IEnumerable<HostFile> Render(StackSettings settings) =>
        [.. Provisioning(settings), .. Dashboards.Of(settings).Select(file => file with { Path = $"grafana/dashboards/{file.Path}" })];

    /// <summary>What Grafana reads at its start. Dashboards it reads again by itself.</summary>
    public static IEnumerable<HostFile> Provisioning(StackSettings settings) =>
    [
        new("grafana/provisioning/datasources/datasources.yml", ObservabilityYaml.WriteCamelCase(DataSourcesFile.Default)),
        new("grafana/provisioning/dashboards/dashboards.yml", ObservabilityYaml.WriteCamelCase(new DashboardProviderFile
        {
            Providers = [new() { Name = "rendered", Folder = settings.System.Name, Options = new() { Path = DashboardDirectory } }],
        })),
    ];
}
