using System.Collections;
using System.Text.RegularExpressions;
using Infra.Facts;
using Infra.Facts.Pods;
using k8s.Models;
using static Infra.Facts.Wire;

namespace Infra.Policies;

/// <summary>What charts bring that nobody here wrote (PL-06, PL-07), with the rules about single charts.</summary>
internal static partial class ChartRules
{
    private const string Release = "kubernetes:helm.sh/v3:Release";

    /// <summary>Every rule about charts.</summary>
    public static ImmutableArray<Rule> All { get; } =
    [
        .. ChartWorkloadRules.All, .. ChartReferenceRules.All, .. ChartExposureRules.All, .. IngressChartRules.All,
        .. MonitoringChartRules.All, .. LogChartRules.All,
        new()
        {
            Id = "CHT-01",
            Title = "Charts and what they run are pinned",
            Scope = Scope.Kubernetes,
            Why = "A range of versions installs another program tomorrow (PL-06; CIS Kubernetes 5.5.1; SLSA, build dependencies)",
            Remedy = "Give the release, and every version and image among its values, a whole version",
            Judge = Rule.Each(resource => resource.Type == Release, resource =>
                !WholeVersion().IsMatch(Text(resource.Inputs, "version")) ? $"takes chart version '{Text(resource.Inputs, "version")}'"
                : Named(At(resource.Inputs, "values"), "version").FirstOrDefault(version =>
                    !WholeVersion().IsMatch($"{version}")) is { } version ? $"runs version '{version}'"
                : Named(At(resource.Inputs, "values"), "image").OfType<string>().FirstOrDefault(image =>
                    !ImageReference.Parse(image).IsPinned) is { } image ? $"runs image '{image}'" : ""),
        },
        new()
        {
            Id = "CHT-02",
            Title = "Charts are installed whole or not at all",
            Scope = Scope.Kubernetes,
            Why = "Half a chart is neither in service nor out of it, and a chart over plain HTTP is anybody's (PL-11, PL-12; Helm, "
                + "--atomic)",
            Remedy = "Set atomic, a timeout from 1 to 30 minutes and a repository by oci or https; leave skipCrds and "
                + "disableOpenapiValidation out",
            Judge = Rule.Each(resource => resource.Type == Release, resource =>
                !IsTrue(resource.Inputs, "atomic") ? "may be half installed"
                : Number(resource.Inputs, "timeout") is not (>= 60 and <= 1800) ? "waits too short or without an end"
                : IsTrue(resource.Inputs, "skipCrds") || IsTrue(resource.Inputs, "disableOpenapiValidation") ? "leaves a check out"
                : !Text(resource.Inputs, "chart").StartsWith("oci://", StringComparison.Ordinal)
                    && !Text(resource.Inputs, "repositoryOpts", "repo").StartsWith("https://", StringComparison.Ordinal)
                    ? "comes from whoever answers" : ""),
        },
        new()
        {
            Id = "CHT-03",
            Title = "Pods among the values of charts get nothing of their node",
            Scope = Scope.Kubernetes.And(Scope.SearchableLogs),
            Why = "What a value asks for, the operator makes (Kubernetes Pod Security Standards, profile Baseline)",
            Remedy = "Leave out what the message names; what has to read the node itself runs in a namespace whose name ends with -nodes "
                + "or -agents",
            Judge = plan => from resource in plan.OfType(Release)
                            let space = Text(resource.Inputs, "namespace")
                            let reads = space.EndsWith("-nodes", StringComparison.Ordinal)
                                || space.EndsWith("-agents", StringComparison.Ordinal)
                            from pod in PodReader.Read("Release", resource.Name, ImmutableDictionary<string,
                                object?>.Empty.Add("spec", At(resource.Inputs, "values")))
                            select new Subject(resource.Name, PodRules.Pods.Where(rule => !reads || rule.Id != "POD-09")
                                .Select(rule => rule.Problem(pod, PodSecurityProfile.Baseline))),
        },
        new()
        {
            Id = "CHT-04",
            Title = "Whatever a chart runs is limited where its values say so",
            Scope = Scope.Kubernetes,
            Why = "Without limits one container takes the node from all others (PL-07; NSA/CISA Kubernetes Hardening Guide)",
            Remedy = "Give each resources among the values requests and limits of cpu and memory, at most 30 and 8 times apart",
            Judge = plan => from resource in plan.OfType(Release)
                            from resources in Named(At(resource.Inputs, "values"), "resources")
                            where At(resources, "requests", "storage") is null
                            let problem = Unlimited(resources)
                            select new Subject(resource.Name, problem),
        },
        new()
        {
            Id = "CHT-05",
            Title = "Releases have names of their own, in namespaces of the plan",
            Scope = Scope.Kubernetes,
            Why = "Others find a chart's pods and Services by the release's name, and the default namespace has no guards (PL-12; CIS "
                + "Kubernetes 5.7.4)",
            Remedy = "Set name to what selectors and addresses say, and namespace to that of a Namespace in the plan",
            Judge = plan =>
            {
                var spaces = plan.Deployed.Where(resource => resource.Kind == "Namespace" && resource.IsKubernetesObject)
                    .Select(space => Text(space.Inputs, "metadata", "name")).ToHashSet(StringComparer.Ordinal);
                var twice = PlanFacts.Of(plan).Charts.CountBy(release => (release.Namespace, release.Name))
                    .Where(count => count.Value > 1).Select(count => count.Key).ToHashSet();
                return from release in PlanFacts.Of(plan).Charts
                       let problem = release.Name.Length == 0 ? "has a name that the engine makes up"
                           : !spaces.Contains(release.Namespace) ? $"goes to namespace '{release.Namespace}', which the plan has not"
                           : twice.Contains((release.Namespace, release.Name)) ? "has the name of another release" : ""
                       select new Subject(release.Resource, problem);
            },
        },
    ];

    /// <summary>What is wrong with requests and limits; empty where nothing is.</summary>
    /// <param name="resources">The requests and limits.</param>
    internal static string Unlimited(object? resources)
    {
        try
        {
            var read = TypedReader.Read<V1ResourceRequirements>(resources);
            foreach (var (name, most) in new[] { ("cpu", 30), ("memory", 8) })
            {
                if (read.Limits is null || read.Requests is null || !read.Limits.TryGetValue(name, out var limit)
                    || !read.Requests.TryGetValue(name, out var request))
                {
                    return $"runs something without request and limit of {name}";
                }

                if (limit.ToDecimal() > most * request.ToDecimal() || limit.ToDecimal() > (name == "cpu" ? 8 : 16L << 30)
                    || limit.ToDecimal() < request.ToDecimal())
                {
                    return $"runs something with {request} to {limit} of {name}";
                }
            }

            return "";
        }
        catch (FormatException e)
        {
            return $"has resources that cannot be read: {e.Message}";
        }
    }

    private static IEnumerable<object?> Named(object? value, string name) => value switch
    {
        IReadOnlyDictionary<string, object?> map => map.SelectMany(entry => entry.Key == name ? [entry.Value] : Named(entry.Value, name)),
        IEnumerable items and not string => items.Cast<object?>().SelectMany(item => Named(item, name)),
        _ => [],
    };

    [GeneratedRegex(@"^v?[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$")]
    private static partial Regex WholeVersion();
}
