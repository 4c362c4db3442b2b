using System.Globalization;
using System.Text.RegularExpressions;
using Infra.Facts;
using Infra.Facts.Charts;
using Infra.Facts.Pods;
using Infra.Planning;
using static Infra.Facts.Wire;

namespace Infra.Policies;

/// <summary>Whether log entries get from the nodes to where they are searched (VI-02).</summary>
internal static partial class LogChartRules
{
    private const string Stack = "eck-elasticsearch";

    /// <summary>The rules.</summary>
    public static ImmutableArray<Rule> All { get; } =
    [
        new()
        {
            Id = "CHT-18",
            Title = "The log shipper reads the nodes' log files, understands their lines and hands them on",
            Scope = Scope.Kubernetes.And(Scope.SearchableLogs),
            Why = "A shipper without an input, or one that may not open the files, runs and is healthy, and nothing is found (VI-02; "
                + "Filebeat reference, filestream)",
            Remedy = "Give Filebeat inputs with a fixed id, paths below a mounted directory of the node, links followed and lines of "
                + "containers parsed, a source that the pipeline knows, an output, and the user that owns the files",
            Judge = plan => from release in PlanFacts.Of(plan).Charts
                            where release.Chart == ChartCatalogue.Beats
                            select new Subject(release.Resource, NotShipped(plan, release)),
        },
        new()
        {
            Id = "CHT-19",
            Title = "Logstash, Elasticsearch, Kibana and the shipper are of one version and know each other",
            Scope = Scope.Kubernetes.And(Scope.SearchableLogs),
            Why = "The charts' own versions differ and move, Elastic supports only what fits, and a reference to nothing leaves out the "
                + "login and the certificate (VI-02; Elastic, support matrix; ECK, connections)",
            Remedy = "State one version for all, name the Elasticsearch of the release in elasticsearchRef and elasticsearchRefs with "
                + "the name that the pipeline uses, and let a Service lead to the port that the pipeline listens on",
            Judge = plan => (from release in Stacks(plan)
                             select new Subject(release.Resource, Apart(release))).Concat(OtherVersions(plan)),
        },
    ];

    private static IEnumerable<ChartRelease> Stacks(Plan plan) =>
        PlanFacts.Of(plan).Charts.Where(release => release.Chart == ChartCatalogue.ElasticStack);

    private static IEnumerable<string> NotShipped(Plan plan, ChartRelease release)
    {
        if (release.Text("type") != "filebeat")
        {
            yield return "is no Filebeat";
        }

        var config = release.At("config");
        var inputs = Items(config, "filebeat.inputs").ToArray();
        if (inputs.Length == 0)
        {
            yield return "reads nothing";
        }

        if (inputs.DistinctBy(input => Text(input, "id")).Count() < inputs.Length)
        {
            yield return "has two inputs of one id, which forget each other's positions";
        }

        var pipelines = Stacks(plan).SelectMany(Pipelines).ToArray();
        var pods = release.Templates.Select(template => template.Pod).ToArray();
        foreach (var input in inputs)
        {
            foreach (var problem in Problems(input, pods, pipelines))
            {
                yield return problem;
            }
        }

        if (!Items(config, "output.logstash", "hosts").Any(host => host is string { Length: > 0 }))
        {
            yield return "hands on nothing";
        }

        if (pods.SelectMany(pod => pod.Containers).Any(container => container.Name == "filebeat" && container.RunAsUser != 0))
        {
            yield return "may not open the log files, which are root's";
        }
    }

    private static IEnumerable<string> Problems(object? input, Pod[] pods, string[] pipelines)
    {
        if (Text(input, "type") != "filestream" || Text(input, "id").Length == 0)
        {
            yield return "has an input that keeps no position";
        }

        var paths = Items(input, "paths").OfType<string>().ToArray();
        if (paths.Length == 0 || paths.Any(path => !pods.Any(pod => MountsOfNode(pod).Any(mount =>
            path.StartsWith($"{mount.TrimEnd('/')}/", StringComparison.Ordinal)))))
        {
            yield return "has an input of files that it does not see";
        }

        if (paths.Any(path => path.StartsWith("/var/log/containers/", StringComparison.Ordinal)))
        {
            if (At(input, "prospector.scanner", "symlinks") is not true)
            {
                yield return "does not follow links, and the kubelet keeps nothing else there";
            }

            if (!Items(input, "parsers").Any(parser => parser is IReadOnlyDictionary<string, object?> map && map.ContainsKey("container")
                && Text(map, "container", "stream") is "" or "all" && Text(map, "container", "format") is "" or "auto" or "cri"))
            {
                yield return "does not understand the lines of containers";
            }
        }

        if (Text(input, "fields", "source") is var source && (source.Length == 0
            || !pipelines.Any(pipeline => pipeline.Contains($"[fields][source] == \"{source}\"", StringComparison.Ordinal))))
        {
            yield return $"marks entries with a source that no pipeline knows: '{source}'";
        }
    }

    // Where directories of the node are mounted.
    private static IEnumerable<string> MountsOfNode(Pod pod) =>
        from volume in pod.Spec.Volumes ?? []
        where volume.HostPath is not null
        from container in pod.Containers
        from mount in container.Definition.VolumeMounts ?? []
        where mount.Name == volume.Name && mount.MountPath == volume.HostPath.Path
        select mount.MountPath;

    private static IEnumerable<string> Pipelines(ChartRelease release) =>
        release.Items("eck-logstash.pipelines").Select(pipeline => Text(pipeline, "config.string")).Where(text => text.Length > 0);

    private static IEnumerable<string> Apart(ChartRelease release)
    {
        var store = ChartCatalogue.Elasticsearch(release);
        if (release.SetsOf(release.Definition!.Workloads[0]).Any(set => At(set, "config", "node.store.allow_mmap") is not false))
        {
            yield return "maps files into memory, for which its nodes would need another kernel setting";
        }

        if (release.Text("eck-kibana.elasticsearchRef.name") != store)
        {
            yield return "shows no Elasticsearch";
        }

        var references = release.Items("eck-logstash.elasticsearchRefs").Where(reference => Text(reference, "name") == store)
            .Select(reference => Text(reference, "clusterName").ToUpperInvariant().Replace('-', '_')).ToHashSet(StringComparer.Ordinal);
        var pipelines = release.Items("eck-logstash.pipelines").ToArray();
        if (pipelines.Length == 0 || pipelines.Any(pipeline => Text(pipeline, "config.string").Length == 0))
        {
            yield return "takes in nothing: it has no pipeline";
        }

        var names = pipelines.Select(pipeline => Text(pipeline, "pipeline.id")).Select(id => id.Length > 0 ? id : "main").ToArray();
        if (names.Distinct().Count() < names.Length)
        {
            yield return "has two pipelines of one name";
        }

        foreach (var pipeline in Pipelines(release))
        {
            var hosts = HostsVariable().Matches(pipeline).Select(match => match.Groups[1].Value).ToArray();
            if (hosts.Length == 0 || hosts.Any(name => !references.Contains(name)))
            {
                yield return "hands on to an Elasticsearch that its references do not name";
            }

            foreach (var port in BeatsPort().Matches(pipeline)
                .Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)))
            {
                if (!release.Items("eck-logstash.services").SelectMany(service => Items(service, "service", "spec", "ports"))
                    .Any(open => At(open, "port") is double outer && (At(open, "targetPort") as double? ?? outer) == port))
                {
                    yield return $"listens on port {port}, to which no Service leads";
                }
            }
        }
    }

    private static IEnumerable<Subject> OtherVersions(Plan plan)
    {
        var versions = Stacks(plan).SelectMany(release => new[] { Stack, "eck-kibana", "eck-logstash" }
                .Select(part => (Release: release, Version: release.Text($"{part}.version"), Part: part)))
            .Concat(PlanFacts.Of(plan).Charts.Where(release => release.Chart == ChartCatalogue.Beats)
                .Select(release => (Release: release, Version: release.Text("version"), Part: "the shipper"))).ToArray();
        var first = versions.FirstOrDefault(version => version.Part == Stack).Version ?? "";
        return from version in versions
               select new Subject(version.Release.Resource,
                   version.Version.Length == 0 ? $"leaves the version of {version.Part} to the chart"
                   : version.Version != first ? $"runs {version.Part} {version.Version} with Elasticsearch {first}" : "");
    }

    [GeneratedRegex(@"\$\{([A-Z0-9_]+)_ES_HOSTS\}")]
    private static partial Regex HostsVariable();

    [GeneratedRegex(@"beats\s*\{\s*port\s*=>\s*([0-9]+)")]
    private static partial Regex BeatsPort();
}
