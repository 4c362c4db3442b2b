using System.Text.RegularExpressions;
using Infra.Facts;
using Infra.Facts.Charts;
using Infra.Facts.Cluster;
using Infra.Facts.Files;
using Infra.Facts.Pods;
using Infra.Planning;
using static Infra.Facts.Wire;

namespace Infra.Policies;

/// <summary>Whether what the values of charts name is there, and what they turn on or off (PL-05, PL-11, VI-02, VI-03).</summary>
internal static partial class ChartReferenceRules
{
    private const string AlertmanagerSecrets = "/etc/alertmanager/secrets/";

    /// <summary>The rules.</summary>
    public static ImmutableArray<Rule> All { get; } =
    [
        new()
        {
            Id = "CHT-09",
            Title = "Secrets and ConfigMaps that values of charts name are there, with their keys",
            Scope = Scope.Kubernetes,
            Why = "A chart without the Secret that was meant for it takes a login of its own, or a receiver that sends nothing (PL-05, "
                + "FA-06)",
            Remedy = "Make the object that the message names in the namespace of the release, and name it and its keys among the values",
            Judge = plan => (from release in PlanFacts.Of(plan).Charts
                             select new Subject(release.Resource, Missing(PlanFacts.Of(plan).Cluster, release))).Concat(Unread(plan)),
        },
        new()
        {
            Id = "CHT-11",
            Title = "Addresses among the values of charts lead to a Service, by TLS where it speaks nothing else",
            Scope = Scope.Kubernetes,
            Why = "What asks or sends to a name that nobody has is silent, as a system is that works (VI-02, VI-03)",
            Remedy = "Name a Service of the plan, of a chart or of its operator with its port, and https where it has a certificate",
            Judge = plan => from found in Addresses(plan)
                            let problem = Problem(plan, found.Address, found.Namespace)
                            select new Subject(found.Resource, problem),
        },
        new()
        {
            Id = "CHT-12",
            Title = "What charts turn on and off fits the cluster that they are installed in",
            Scope = Scope.Kubernetes,
            Why = "A chart is made for everybody: here a managed control plane shows nothing of itself, metrics are read, and nobody is "
                + "told of the platform (VI-03, FA-06; NIST SP 800-53, CM-7)",
            Remedy = "Set the value that the message names",
            Judge = plan =>
            {
                var kinds = plan.Deployed.Where(resource => resource.IsKubernetesObject).Select(resource => resource.Kind).ToHashSet();
                return from release in PlanFacts.Of(plan).Charts
                       from wanted in release.Definition?.Switches ?? []
                       where wanted.Kind.Length == 0 || kinds.Contains(wanted.Kind)
                       select new Subject(release.Resource,
                           (release.At(wanted.Place) is true) == wanted.Wanted ? "" : $"{wanted.Otherwise} ({wanted.Place})");
            },
        },
    ];

    private static IEnumerable<string> Missing(ClusterObjects cluster, ChartRelease release)
    {
        foreach (var secret in release.Definition?.Secrets ?? [])
        {
            if ((secret.Switch.Length > 0 && release.At(secret.Switch) is not true)
                || release.Text(secret.Place) is not { Length: > 0 } name)
            {
                yield return $"{secret.Otherwise} ({secret.Place})";
                continue;
            }

            foreach (var key in secret.Keys.Select(key => key.StartsWith('=') ? key[1..] : release.Text(key)))
            {
                if (key.Length == 0 || !IsThere(cluster, release, name, key))
                {
                    yield return $"{secret.Otherwise}: Secret {name} with key '{key}' is not there";
                }
            }
        }

        foreach (var file in AlertmanagerFiles(cluster, release))
        {
            if (file.Split('/') is not [var name, var key] || !release.Items("alertmanager.alertmanagerSpec.secrets").Contains(name)
                || !IsThere(cluster, release, name, key))
            {
                yield return $"mounts no Secret for {AlertmanagerSecrets}{file}, by which alerts are sent";
            }
        }

        foreach (var (_, pod) in release.Templates)
        {
            foreach (var volume in pod.Spec.Volumes ?? [])
            {
                var files = FilesIn(pod, volume.Name).Prepend("").ToArray();
                if (volume.Secret is { } secret
                    && files.FirstOrDefault(key => !IsThere(cluster, release, secret.SecretName ?? "", key)) is { } lost)
                {
                    yield return $"mounts Secret {secret.SecretName}{Key(lost)}, which is not there";
                }

                if (volume.ConfigMap is { } map && files.FirstOrDefault(key => !cluster.ConfigMaps.Any(other =>
                    other.Namespace == release.Namespace && other.Name == map.Name
                        && (key.Length == 0 || other.Content.Data?.ContainsKey(key) == true))) is { } missing)
                {
                    yield return $"mounts ConfigMap {map.Name}{Key(missing)}, which is not there";
                }
            }
        }
    }

    // Beside charts there is nothing but what is made for them; dashboards are found by their label.
    private static IEnumerable<Subject> Unread(Plan plan)
    {
        var facts = PlanFacts.Of(plan);
        var named = facts.Charts.SelectMany(release => Texts(release.Values).Select(text => (release.Namespace, text))).ToHashSet();
        var spaces = facts.Charts.Select(release => release.Namespace).ToHashSet(StringComparer.Ordinal);
        var labels = facts.Charts.Select(release => release.Text("grafana.sidecar.dashboards.label")).ToArray();
        return facts.Cluster.Secrets.Select(secret => (secret.Namespace, secret.Name, secret.Resource))
            .Concat(facts.Cluster.ConfigMaps.Where(map => !labels.Any(label => map.Content.Metadata?.Labels?.ContainsKey(label) == true))
                .Select(map => (map.Namespace, map.Name, map.Resource)))
            .Where(one => spaces.Contains(one.Namespace))
            .Select(one => new Subject(one.Resource.Name, named.Contains((one.Namespace, one.Name))
                ? "" : $"is there for the chart in namespace {one.Namespace}, which does not name it"));
    }

    private static string Key(string key) => key.Length > 0 ? $", key {key}" : "";

    // Files of a mounted volume that variables and commands name: /access/login/elastic.
    private static IEnumerable<string> FilesIn(Pod pod, string volume) =>
        from container in pod.Containers
        from mount in (container.Definition.VolumeMounts ?? []).Where(mount => mount.Name == volume)
        from text in (container.Definition.Env ?? []).Select(variable => variable.Value ?? "")
            .Concat(container.Definition.Command ?? []).Concat(container.Definition.Args ?? [])
        where text.StartsWith($"{mount.MountPath}/", StringComparison.Ordinal)
        select text[(mount.MountPath.Length + 1)..];

    private static bool IsThere(ClusterObjects cluster, ChartRelease release, string name, string key) =>
        Secret(cluster, release, name) is { } secret ? key.Length == 0 || secret.ContainsKey(key)
            : release.Definition?.OwnSecrets(release).Any(own => own.Name == name && (key.Length == 0 || own.Keys.Contains(key))) == true;

    private static IReadOnlyDictionary<string, string>? Secret(ClusterObjects cluster, ChartRelease release, string name) =>
        cluster.Secrets.FirstOrDefault(secret => secret.Namespace == release.Namespace && secret.Name == name) is { } found
            ? (found.Content.StringData ?? new Dictionary<string, string>()).ToImmutableDictionary() : null;

    private static IEnumerable<string> AlertmanagerFiles(ClusterObjects cluster, ChartRelease release) =>
        release.Chart == ChartCatalogue.Monitoring && Secret(cluster, release, release.Text("alertmanager.alertmanagerSpec.configSecret"))
            ?.GetValueOrDefault("alertmanager.yaml") is { } routes
            ? SecretFile().Matches(routes).Select(match => match.Groups[1].Value).Distinct() : [];

    private static IEnumerable<(string Resource, string Address, string Namespace)> Addresses(Plan plan)
    {
        var facts = PlanFacts.Of(plan);
        foreach (var release in facts.Charts)
        {
            var texts = from template in release.Templates
                        from container in template.Pod.Containers
                        from variable in container.Definition.Env ?? []
                        where variable.Value?.Contains("://", StringComparison.Ordinal) == true
                        select variable.Value;
            foreach (var text in texts.Concat(Items(release.Values, "config", "output.logstash", "hosts").OfType<string>()))
            {
                yield return (release.Resource, text, release.Namespace);
            }

            const string Jobs = "prometheus.prometheusSpec.additionalScrapeConfigsSecret";
            if (release.Chart == ChartCatalogue.Monitoring
                && Secret(facts.Cluster, release, release.Text($"{Jobs}.name"))?.GetValueOrDefault(release.Text($"{Jobs}.key")) is { } jobs)
            {
                foreach (var address in Read(jobs).SelectMany(Asked).Distinct())
                {
                    yield return (release.Resource, address, release.Namespace);
                }
            }
        }
    }

    // What is no YAML asks a question that nobody understands.
    private static IEnumerable<object?> Read(string jobs)
    {
        try
        {
            return YamlFile.Read(jobs, YamlDialect.Compose).SelectMany(document => Items(document.Content));
        }
        catch (FileFormatException e)
        {
            return [ImmutableDictionary<string, object?>.Empty.Add("static_configs", ImmutableArray.Create<object?>(
                ImmutableDictionary<string, object?>.Empty.Add("targets", ImmutableArray.Create<object?>(e.Message))))];
        }
    }

    // What Prometheus itself asks: targets, and an exporter that is put in their place.
    private static IEnumerable<string> Asked(object? job)
    {
        var instead = Items(job, "relabel_configs").Where(relabel => Text(relabel, "target_label") == "__address__")
            .Select(relabel => Text(relabel, "replacement")).Where(address => address.Length > 0).ToArray();
        return instead.Length > 0 ? instead : Items(job, "static_configs").SelectMany(target => Items(target, "targets")).OfType<string>();
    }

    private static string Problem(Plan plan, string address, string space)
    {
        if (Address().Match(address) is not { Success: true } match)
        {
            return $"asks '{address}', which is no address with a port";
        }

        var host = match.Groups["host"].Value.Split('.');
        if (host.Length > 1 && (host.Length == 2 || host[2] != "svc") && plan.Deployed.All(resource =>
            resource.Kind != "Namespace" || Text(resource.Inputs, "metadata", "name") != host[1]))
        {
            return "";
        }

        var (name, where, port) = (host[0], host.Length > 1 ? host[1] : space, int.Parse(match.Groups["port"].Value,
            System.Globalization.CultureInfo.InvariantCulture));
        var facts = PlanFacts.Of(plan);
        var made = facts.Charts.Where(release => release.Namespace == where)
            .SelectMany(release => release.Definition?.Services(release) ?? []).FirstOrDefault(service => service.Name == name);
        if (made is null)
        {
            return facts.Cluster.Services.Any(service => service.Namespace == where && service.Name == name
                && service.Content.Spec?.Ports?.Any(open => open.Port == port) == true) ? ""
                : $"asks {address}, which is no Service with this port";
        }

        return !made.Ports.Contains(port) ? $"asks {address}, where nobody listens"
            : made.HasTls && match.Groups["scheme"].Value != "https" ? $"asks {address} in the clear" : "";
    }

    [GeneratedRegex(AlertmanagerSecrets + @"([^\s""',}\]]+)")]
    private static partial Regex SecretFile();

    [GeneratedRegex(@"^((?<scheme>https?)://)?(?<host>[a-z0-9.-]+):(?<port>[0-9]{1,5})(/|$)")]
    private static partial Regex Address();
}
