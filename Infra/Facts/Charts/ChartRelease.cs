using System.Collections;
using Infra.Facts.Pods;
using Infra.Planning;

namespace Infra.Facts.Charts;

/// <summary>A release of a chart: where it goes, and what its values mean to the chart.</summary>
/// <param name="resource">The release in the plan.</param>
internal sealed class ChartRelease(PlannedResource resource)
{
    private ImmutableArray<(ChartWorkload Workload, Pod Pod)> templates;

    /// <summary>Type of a release.</summary>
    public const string Type = "kubernetes:helm.sh/v3:Release";

    /// <summary>Name in the program.</summary>
    public string Resource => resource.Name;

    /// <summary>Name of the release; empty where the engine makes one up.</summary>
    public string Name { get; } = Inner(resource.Inputs, ["name"]) as string ?? "";

    /// <summary>Its namespace; empty where that of the login is taken.</summary>
    public string Namespace { get; } = Inner(resource.Inputs, ["namespace"]) as string ?? "";

    /// <summary>Name of its chart, without the repository.</summary>
    public string Chart { get; } = (Inner(resource.Inputs, ["chart"]) as string ?? "").Split('/')[^1];

    /// <summary>The values that it is given.</summary>
    public object? Values { get; } = Inner(resource.Inputs, ["values"]);

    /// <summary>What is known of its chart; null where that is nothing.</summary>
    public ChartDefinition? Definition => ChartCatalogue.Find(Chart);

    /// <summary>Pods that an operator makes of templates among the values, with the part of the chart that they belong to.</summary>
    public ImmutableArray<(ChartWorkload Workload, Pod Pod)> Templates => templates.IsDefault ? templates = ReadTemplates() : templates;

    /// <summary>Parts of the chart that are on.</summary>
    public IEnumerable<ChartWorkload> Workloads =>
        Definition?.Workloads.Where(workload => workload.Switch.Length == 0 || At(workload.Switch) is true) ?? [];

    /// <summary>The value at a place, or the chart's own.</summary>
    /// <param name="place">The place.</param>
    public object? At(string place) => Inner(Values, place.Split('.')) ?? Definition?.Defaults.GetValueOrDefault(place);

    /// <summary>The text at a place; empty where there is none.</summary>
    /// <param name="place">The place.</param>
    public string Text(string place) => At(place) as string ?? "";

    /// <summary>The items of a list at a place; none where there is no list.</summary>
    /// <param name="place">The place.</param>
    public IEnumerable<object?> Items(string place) => List(At(place));

    /// <summary>Instances of a part: those of all its sets together.</summary>
    /// <param name="workload">The part.</param>
    public double InstancesOf(ChartWorkload workload) => workload.Sets.Length == 0 ? At(workload.Instances) as double? ?? 0
        : SetsOf(workload).Sum(set => Inner(set, workload.Instances.Split('.')) as double? ?? 0);

    /// <summary>The namespace that a part runs in.</summary>
    /// <param name="workload">The part.</param>
    public string NamespaceOf(ChartWorkload workload) =>
        workload.Namespace.Length > 0 && Text(workload.Namespace) is { Length: > 0 } other ? other : Namespace;

    /// <summary>The sets that a part consists of, each as the value that its places begin at.</summary>
    /// <param name="workload">The part.</param>
    public IEnumerable<object?> SetsOf(ChartWorkload workload) => workload.Sets.Length > 0 ? Items(workload.Sets) : [Values];

    /// <summary>Claims of a part, one for each of its sets: null for a set that keeps its data in its pods; none where nothing is to be
    /// kept.</summary>
    /// <param name="workload">The part.</param>
    public IEnumerable<ChartClaim?> ClaimsOf(ChartWorkload workload)
    {
        if (workload.Store is not { } store || (store.Form == ChartStoreForm.Persistence && At($"{store.Place}.enabled") is not true))
        {
            yield break;
        }

        foreach (var set in SetsOf(workload).DefaultIfEmpty())
        {
            var place = Inner(set, store.Place.Split('.'));
            yield return store.Form switch
            {
                ChartStoreForm.Template => Claim(place),
                ChartStoreForm.Templates => Claim(List(place).FirstOrDefault(claim => Inner(claim, ["metadata", "name"]) is string name
                    && name == store.Name)),
                _ => new(Inner(place, ["storageClassName"]) as string ?? "",
                    [.. List(Inner(place, ["accessModes"]) ?? new object[] { "ReadWriteOnce" }).OfType<string>()],
                    Inner(place, ["size"]) as string ?? ""),
            };
        }
    }

    /// <summary>Name of what the chart makes, by the helper that charts share: what overrides it, else the release's name, followed by the
    /// chart's where that is not part of it.</summary>
    /// <param name="chart">Name of the chart, or of the one inside it.</param>
    /// <param name="part">Place of that one's values; empty for the chart itself.</param>
    public string FullName(string chart, string part = "") =>
        Text(part.Length > 0 ? $"{part}.fullnameOverride" : "fullnameOverride") is { Length: > 0 } name ? name
            : Name.Contains(chart, StringComparison.Ordinal) ? Name : $"{Name}-{chart}";

    private ImmutableArray<(ChartWorkload Workload, Pod Pod)> ReadTemplates() =>
    [
        .. from workload in Workloads
           where workload.Template.Length > 0
           from set in SetsOf(workload)
           let template = Inner(set, workload.Template.Split('.'))
           where Inner(template, ["spec"]) is not null
           select (workload, PodReader.Read("PodTemplate", Resource, ImmutableDictionary<string, object?>.Empty
               .Add("template", template)).First()),
    ];

    private static ChartClaim? Claim(object? template) => Inner(template, ["spec"]) is { } spec
        ? new(Inner(spec, ["storageClassName"]) as string ?? "", [.. List(Inner(spec, ["accessModes"])).OfType<string>()],
            Inner(spec, ["resources", "requests", "storage"]) as string ?? "")
        : null;

    private static object? Inner(object? value, ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            value = value is IReadOnlyDictionary<string, object?> map && map.TryGetValue(name, out var inner) ? inner : null;
        }

        return value;
    }

    private static IEnumerable<object?> List(object? value) =>
        value is IEnumerable items and not string and not IReadOnlyDictionary<string, object?> ? items.Cast<object?>() : [];
}
