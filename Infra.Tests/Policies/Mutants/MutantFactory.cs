using System.Collections;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Infra.Facts.Files;
using Infra.Files;
using Infra.Planning;

namespace Infra.Tests.Policies.Mutants;

/// <summary>Weakens every recorded resource and every rendered file of a plan, one value at a time.</summary>
internal static partial class MutantFactory
{
    // Programs of their own read these, and this repository has typed readers for them.
    private static readonly ImmutableArray<string> YamlFiles =
        ["compose.yaml", "prometheus/rules.yml", "prometheus/prometheus.yml", "alertmanager/alertmanager.yml"];

    /// <summary>The mutants of plans that are worth a judgement: those that mean something else to who reads them, one of each
    /// kind.</summary>
    /// <param name="origins">The plans; the first one that has a kind gives it.</param>
    public static IEnumerable<Mutant> Of(IEnumerable<PlanOrigin> origins)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        return origins.SelectMany(origin => FromUsers(origin.Plan).SelectMany(resource => OfResource(origin, resource, known))
            .Concat(origin.Plan.Files.SelectMany(file => OfFile(origin, file, known)))).Where(mutant => known.Add(mutant.Kind));
    }

    // What serves users comes first: of it the most is asked, and an exporter that is away harms nobody.
    private static IEnumerable<PlannedResource> FromUsers(Plan plan) => plan.Deployed.OrderBy(resource =>
        plan.Settings.System.Services.Any(service => service.ServesTraffic && service.Name == resource.Name) ? 0 : 1);

    private static IEnumerable<Mutant> OfResource(PlanOrigin origin, PlannedResource resource, HashSet<string> known)
    {
        Mutant Changed(MutantFamily family, string path, string weakening, PlannedResource weaker) => new(
            family, resource.Type, path, weakening, origin, resource.Name,
            () => origin.Plan with { Resources = origin.Plan.Resources.Replace(resource, weaker) });

        foreach (var (family, path, weakening, inputs) in Values(resource.Type, resource.Inputs).Where(value =>
            !known.Contains($"{resource.Type} {value.Path} {value.Weakening}")))
        {
            var weaker = resource with
            {
                Inputs = ((IReadOnlyDictionary<string,
                object?>)inputs()!).ToImmutableSortedDictionary(StringComparer.Ordinal)
            };
            if (!ApiDefaults.AreSame(resource.Type, resource.Inputs, weaker.Inputs) && !ApiDefaults.RunAlike(resource, weaker)
                && !SelectedAlike.Is(origin.Plan, path, resource, weaker))
            {
                yield return Changed(family, path, weakening, weaker);
            }
        }

        if (resource.Protected)
        {
            yield return Changed(MutantFamily.Options, "protect", "flip", resource with { Protected = false });
        }

        foreach (var ignored in resource.IgnoredChanges)
        {
            yield return Changed(MutantFamily.Options, $"ignoreChanges {ignored}", "drop",
                resource with { IgnoredChanges = resource.IgnoredChanges.Remove(ignored) });
        }

        if (!resource.DependsOn.IsEmpty)
        {
            yield return Changed(MutantFamily.Options, "dependsOn", "drop", resource with { DependsOn = [] });
        }

        if (!resource.DeletedBeforeReplaced && resource.IsKubernetesObject)
        {
            yield return Changed(MutantFamily.Options, "deleteBeforeReplace", "flip", resource with { DeletedBeforeReplaced = true });
        }

        // What others take values from cannot be left out: the program would not compile.
        if (!known.Contains($"{resource.Type} delete") && !IsReadByOthers(origin.Plan, resource))
        {
            yield return new(MutantFamily.Deletion, resource.Type, "", "delete", origin, resource.Name,
                () => origin.Plan with
                {
                    Resources =
                    [
                        .. origin.Plan.Resources.Where(other => other.Key != resource.Key)
                            .Select(other => other.DependsOn.Contains(resource.Key)
                                ? other with { DependsOn = other.DependsOn.Remove(resource.Key) } : other),
                    ],
                });
        }
    }

    private static IEnumerable<Mutant> OfFile(PlanOrigin origin, HostFile file, HashSet<string> known)
    {
        Mutant Changed(MutantFamily family, string path, string weakening, string content) => new(
            family, PlaceOf(file.Path), path, weakening, origin, file.Path,
            () => origin.Plan with { Files = origin.Plan.Files.Replace(file, file with { Content = content }) });

        if (YamlFiles.Contains(file.Path))
        {
            var content = YamlFile.Read(file.Content, YamlDialect.Compose)[0].Content;
            foreach (var (family, path, weakening, make) in Values(file.Path, content).Where(value =>
                !known.Contains($"{file.Path} {value.Path} {value.Weakening}")))
            {
                if (make() is var weaker && !ApiDefaults.AreSame(file.Path, content, weaker))
                {
                    yield return Changed(family, path, weakening, Json(weaker));
                }
            }
        }
        else if (file.Path == "nginx/nginx.conf")
        {
            foreach (var (path, weakening, weaker) in NginxMutants.Of(file.Path, file.Content))
            {
                if (!Neutral.Is(file.Path, path, weakening))
                {
                    yield return Changed(MutantFamily.Nginx, path, weakening, weaker);
                }
            }
        }
        else if (Path.GetExtension(file.Path) is ".timer" or ".service")
        {
            foreach (var (path, weakening, weaker) in UnitMutants.Of(file.Content))
            {
                yield return Changed(MutantFamily.Schedules, path, weakening, weaker);
            }
        }

        yield return new(MutantFamily.Deletion, PlaceOf(file.Path), "", "delete", origin, file.Path,
            () => origin.Plan with { Files = origin.Plan.Files.Remove(file) });
    }

    private static IEnumerable<(MutantFamily Family, string Path, string Weakening, Func<object?> Weaker)> Values(string place,
        object? content)
    {
        foreach (var node in PlanNode.Below(content).Prepend(new([], content)))
        {
            var shape = Named(place, node.Shape);
            if (MutantFamily.At(place, node.Shape) is { } family && !node.Path.IsEmpty && !Neutral.Is(place, node))
            {
                foreach (var (weakening, value) in Weakenings.Of(node))
                {
                    if (!Neutral.Is(place, node, weakening))
                    {
                        yield return (family, shape, weakening, () => PlanNode.Replaced(content, node.Path.AsSpan(), value));
                    }
                }
            }

            foreach (var (name, value) in node.Value is IReadOnlyDictionary<string, object?> ? Additions.To(place, node.Shape) : [])
            {
                ImmutableArray<object> path = [.. node.Path, .. name.Contains('/') ? [name] : name.Split('.')];
                var added = new PlanNode(path, value);
                if (MutantFamily.At(place, added.Shape) is { } ofAddition)
                {
                    yield return (ofAddition, Named(place, added.Shape), $"add {JsonSerializer.Serialize(value)}",
                        () => PlanNode.Replaced(content, path.AsSpan(), value));
                }
            }
        }
    }

    // The names of services, networks and volumes are a project's own.
    private static string Named(string place, string shape) =>
        place == "compose.yaml" ? ProjectName().Replace(shape, "$1.*") : shape;

    private static string PlaceOf(string path) => SystemName().Replace(path, "systemd/*-");

    private static bool IsReadByOthers(Plan plan, PlannedResource resource)
    {
        var inputs = resource.Inputs.ToImmutableDictionary(entry => entry.Key, entry => entry.Value!);
        var outputs = SimulatedCloud.StateOf(resource.Type, resource.Name, inputs)
            .Where(entry => !inputs.TryGetValue(entry.Key, out var given) || !Equals(given, entry.Value))
            .SelectMany(entry => Texts(entry.Value)).Append(SimulatedCloud.IdOf(resource.Type, resource.Name))
            .Append(resource.Kind == "RandomPassword" ? SecretMark.Of(resource.Name, "result") : "").Where(text =>
                text.Length > 3).ToArray();
        return plan.Deployed.Any(other => other.Key != resource.Key
            && (other.Provider == resource.Key || Texts(other.Inputs).Any(text =>
                outputs.Any(output => text.Contains(output, StringComparison.Ordinal)))));
    }

    private static IEnumerable<string> Texts(object? value) => value switch
    {
        string text => [text],
        IReadOnlyDictionary<string, object?> map => map.Values.SelectMany(Texts),
        IEnumerable items => items.Cast<object?>().SelectMany(Texts),
        _ => [],
    };

    // JSON is YAML.
    private static string Json(object? value)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            PlainJson.Write(json, value);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    [GeneratedRegex(@"^(services|networks|volumes)\.[^.\[]+")]
    private static partial Regex ProjectName();

    [GeneratedRegex(@"^systemd/(document-search|vision|faciliauto|car-api|web-platform)-")]
    private static partial Regex SystemName();
}
