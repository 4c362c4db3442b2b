using System.Collections;
using Infra.Planning;
using Infra.Systems;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Infra.Tests.Components;

/// <summary>Helm ignores a value that a chart does not know, so that a misspelt one would do nothing without a word. Charts cannot be rendered here:
/// their values are held against what <c>charts.yaml</c> records of the published ones.</summary>
public sealed class ChartValuesTests
{
    private static readonly Dictionary<string, Chart> Charts = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build()
        .Deserialize<Dictionary<string, Chart>>(File.ReadAllText(Path.Combine(Plans.Repository, "Infra.Tests", "Components", "charts.yaml")));

    [Fact]
    public async Task Every_value_is_one_that_the_chart_takes_with_a_type_that_it_takes()
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var release in await ReleasesAsync())
        {
            var name = (string)Read.At(release, "chart")!;
            Assert.True(Charts.TryGetValue(name, out var chart), $"charts.yaml records nothing of {name}");
            Assert.True(chart.Version == (string)Read.At(release, "version")!, $"charts.yaml records {name} {chart.Version}: read the values of the new version, then raise it there");
            Assert.Empty(Mistakes(Read.At(release, "values"), "", chart.Values, key => used.Add($"{name} {key}")));
        }

        // What is no longer set has no place in the record, or it would hide a misspelling of tomorrow.
        Assert.Empty(Charts.SelectMany(chart => chart.Value.Values.Keys.Select(key => $"{chart.Key} {key}")).Except(used));
    }

    [Theory]
    [InlineData("controller", "replicas", 2.0, "controller.replicas is no value of the chart")]
    [InlineData("controller", "replicaCount", "two", "controller.replicaCount is no integer")]
    [InlineData("controller", "replicaCount", 1.5, "controller.replicaCount is no integer")]
    [InlineData("controller", "enableSnippets", "true", "controller.enableSnippets is no boolean")]
    [InlineData("controller", "service", true, "controller.service is no value of the chart")]
    [InlineData("controller", "resources", "none", "controller.resources is no map")]
    public void A_misspelt_value_is_noticed(string part, string name, object value, string mistake) =>
        Assert.Equal([mistake], Mistakes(new Dictionary<string, object?> { [part] = new Dictionary<string, object?> { [name] = value } }, "",
            Charts["oci://ghcr.io/nginx/charts/nginx-ingress"].Values, _ => { }));

    private static async Task<ImmutableArray<PlannedResource>> ReleasesAsync()
    {
        var releases = ImmutableArray.CreateBuilder<PlannedResource>();
        foreach (var stack in new[] { "dev", "prod" })
        {
            foreach (var system in SystemCatalogue.Names)
            {
                releases.AddRange((await Plans.Of(stack, system, Topology.Kubernetes)).OfType("kubernetes:helm.sh/v3:Release"));
            }
        }

        return releases.ToImmutable();
    }

    private static IEnumerable<string> Mistakes(object? value, string path, Dictionary<string, string> types, Action<string> found)
    {
        if (types.TryGetValue(path, out var type))
        {
            found(path);
            return Fits(value, type) ? [] : [$"{path} is no {type}"];
        }

        return value is IReadOnlyDictionary<string, object?> map
            ? map.SelectMany(entry => Mistakes(entry.Value, path.Length == 0 ? entry.Key : $"{path}.{entry.Key}", types, found))
            : [$"{path} is no value of the chart"];
    }

    private static bool Fits(object? value, string type) => type switch
    {
        "string" => value is string,
        "boolean" => value is bool,
        "integer" => value is double number && double.IsInteger(number),
        "map" => value is IReadOnlyDictionary<string, object?>,
        "list" => value is IEnumerable and not string and not IReadOnlyDictionary<string, object?>,
        _ => throw new ArgumentException($"charts.yaml: '{type}' is no type"),
    };

    /// <summary>An entry of the record.</summary>
    private sealed record Chart
    {
        public string Version { get; init; } = "";

        public string Read { get; init; } = "";

        public Dictionary<string, string> Values { get; init; } = [];
    }
}
