using System.Text.RegularExpressions;
using Infra.Facts;
using Infra.Facts.Charts;
using Infra.Facts.Pods;
using Infra.Planning;
using k8s.Models;
using static Infra.Facts.Wire;

namespace Infra.Policies;

/// <summary>What the parts of charts run, how often, and where they keep their data (PL-07, PL-11).</summary>
internal static partial class ChartWorkloadRules
{
    private const string SecurityLevel = "pod-security.kubernetes.io/enforce";

    private static readonly ImmutableHashSet<string> StorageClasses =
        ["do-block-storage", "do-block-storage-retain", "do-block-storage-xfs", "do-block-storage-xfs-retain"];

    /// <summary>The rules.</summary>
    public static ImmutableArray<Rule> All { get; } =
    [
        new()
        {
            Id = "CHT-06",
            Title = "Everything that a chart runs has requests and limits",
            Scope = Scope.Kubernetes,
            Why = "Most charts limit nothing unasked, and one container takes the node from all others (PL-07; NSA/CISA Kubernetes "
                + "Hardening Guide)",
            Remedy = "Set the resources that the message names among the values; describe a new chart in ChartCatalogue first",
            Judge = plan => from release in PlanFacts.Of(plan).Charts
                            select new Subject(release.Resource, Unlimited(release)),
        },
        new()
        {
            Id = "CHT-07",
            Title = "What charts have to keep is on claims of a known class and size",
            Scope = Scope.Kubernetes,
            Why = "Without a claim the data goes with its pod, and another class than the platform's waits for ever (PL-11; Kubernetes, "
                + "persistent volumes)",
            Remedy = "Give the claim a storage class of the platform, a size, the access mode ReadWriteOnce and the name that the operator "
                + "knows",
            Judge = plan => from release in PlanFacts.Of(plan).Charts
                            from workload in release.Workloads
                            from claim in release.ClaimsOf(workload)
                            let problem = Problem(claim)
                            select new Subject(release.Resource,
                                problem.Length > 0 ? $"keeps the data of {workload.Name} {problem}" : ""),
        },
        new()
        {
            Id = "CHT-08",
            Title = "Parts of charts run as often as they are needed, and a drain leaves some of them",
            Scope = Scope.Kubernetes,
            Why = "One instance is away with its node, and what guards admission or the edge then stops all others (PL-11; Kubernetes, "
                + "disruptions)",
            Remedy = "Raise the number of instances, and turn the disruption budget on that keeps one and lets one go",
            Judge = plan => from release in PlanFacts.Of(plan).Charts
                            select new Subject(release.Resource, TooFew(release, plan.Settings.IsProduction)),
        },
        new()
        {
            Id = "CHT-10",
            Title = "Pods of charts begin anew with what they read only when they begin",
            Scope = Scope.Kubernetes,
            Why = "A login that is replaced, and a pod that knows the old one, fit no longer (PL-12; Helm, chart tips and tricks, "
                + "automatically roll deployments)",
            Remedy = "Put a fingerprint of what is read among the annotations of the pods",
            Judge = plan => from release in PlanFacts.Of(plan).Charts
                            from workload in release.Workloads
                            where workload.Fingerprints.Length > 0
                            select new Subject(release.Resource, Entries(release.At(workload.Fingerprints))
                                .Any(entry => entry.Value is string text && Fingerprint().IsMatch(text))
                                ? "" : $"keeps {workload.Name} as it is when what it reads changes"),
        },
        new()
        {
            Id = "CHT-13",
            Title = "Pod templates for operators take back nothing of what the operator gives",
            Scope = Scope.Kubernetes.And(Scope.SearchableLogs),
            Why = "An operator secures a container whose securityContext is left out, and takes one that is there as it is (ECK, security "
                + "context; Kubernetes Pod Security Standards)",
            Remedy = "Leave securityContext out of containers or write all of it, leave the token out, pin images and mount every volume",
            Judge = plan => from release in PlanFacts.Of(plan).Charts
                            from template in release.Templates
                            select new Subject(release.Resource, Problems(template.Workload, template.Pod)
                                .Select(problem => $"{problem} ({template.Workload.Name})")),
        },
        new()
        {
            Id = "CHT-14",
            Title = "Who looks at nodes has a privileged namespace, and operators manage no other than theirs",
            Scope = Scope.Kubernetes,
            Why = "A pod that asks for its node elsewhere is refused, and an operator of all namespaces may do all in them (CIS "
                + "Kubernetes 5.1.1; Kubernetes Pod Security Standards)",
            Remedy = "Name a namespace of the plan that is enforced as privileged, and list the operator's namespaces in managedNamespaces",
            Judge = plan =>
            {
                var spaces = plan.Deployed.Where(resource => resource.Kind == "Namespace" && resource.IsKubernetesObject)
                    .ToLookup(space => Text(space.Inputs, "metadata", "name"),
                        space => Text(space.Inputs, "metadata", "labels", SecurityLevel));
                return (from release in PlanFacts.Of(plan).Charts
                        from workload in release.Workloads
                        where workload.ReadsNode
                        select new Subject(release.Resource, spaces[release.NamespaceOf(workload)].Contains("privileged")
                            ? "" : $"looks at nodes from namespace {release.NamespaceOf(workload)}, where none may ({workload.Name})"))
                    .Concat(from release in PlanFacts.Of(plan).Charts
                            where release.Chart == ChartCatalogue.ElasticOperator
                            select new Subject(release.Resource, Unmanaged(plan, release)));
            },
        },
    ];

    private static IEnumerable<string> Unlimited(ChartRelease release)
    {
        if (release.Definition is null)
        {
            yield return $"runs what nobody has described: chart {release.Chart}";
        }

        foreach (var workload in release.Workloads)
        {
            foreach (var place in workload.Resources)
            {
                if (ChartRules.Unlimited(release.At(place)) is { Length: > 0 } problem)
                {
                    yield return $"{problem} ({place})";
                }
            }

            if (workload.Template.Length == 0)
            {
                continue;
            }

            var templates = release.Templates.Where(template => template.Workload == workload).Select(template => template.Pod).ToArray();
            if (templates.Length == 0 || templates.Length < release.SetsOf(workload).Count()
                || templates.Any(pod => pod.Containers.All(container => container.Name != workload.Container)))
            {
                yield return $"says nothing of container {workload.Container} ({workload.Name})";
            }

            foreach (var container in templates.SelectMany(pod => pod.Containers))
            {
                var resources = container.Definition.Resources;
                if (resources is null || Amounts(resources.Requests) < 2 || Amounts(resources.Limits) < 2)
                {
                    yield return $"runs container {container.Name} without requests and limits ({workload.Name})";
                }
            }
        }
    }

    private static int Amounts(IDictionary<string, ResourceQuantity>? amounts) =>
        amounts?.Count(amount => amount.Key is "cpu" or "memory" && amount.Value.ToDecimal() > 0) ?? 0;

    private static string Problem(ChartClaim? claim) => claim switch
    {
        null => "in its pods",
        { Class: "" } => "on whatever class is the cluster's own",
        _ when !StorageClasses.Contains(claim.Class) => $"on class {claim.Class}, which the platform has not",
        { AccessModes: not ["ReadWriteOnce"] } => "on a volume that cannot be mounted as it says",
        _ when !IsSize(claim.Size) => "on a volume of no size",
        _ => "",
    };

    private static bool IsSize(string text)
    {
        try
        {
            return text.Length > 0 && new ResourceQuantity(text).ToDecimal() >= 1 << 30;
        }
        catch (Exception e) when (e is ArgumentException or OverflowException or FormatException)
        {
            return false;
        }
    }

    private static IEnumerable<string> TooFew(ChartRelease release, bool production)
    {
        foreach (var workload in release.Workloads.Where(workload => workload.Instances.Length > 0))
        {
            var fewest = production ? workload.Fewest : 1;
            if (release.InstancesOf(workload) is var instances && instances < fewest)
            {
                yield return $"runs {workload.Name} {instances} times rather than {fewest}";
            }
        }

        if (release.Chart == ChartCatalogue.IngressController && release.At("controller.replicaCount") is double and > 1 and var all)
        {
            const string Budget = "controller.podDisruptionBudget";
            var (stay, go) = (Count(release.At($"{Budget}.minAvailable"), all), Count(release.At($"{Budget}.maxUnavailable"), all));
            if (release.At($"{Budget}.enabled") is not true || (stay is null && go is null))
            {
                yield return "lets every instance of the controller go at once";
            }
            else if (stay is not null && go is not null)
            {
                yield return "has a disruption budget that says two things";
            }
            else if ((stay ?? all - go) is not { } left || left < 1 || left > all - 1)
            {
                yield return "has a disruption budget that keeps none of the controller, or all of it";
            }
        }
    }

    private static double? Count(object? value, double all) => value switch
    {
        double number => number,
        string text when text.EndsWith('%') && int.TryParse(text[..^1], out var percent) => Math.Ceiling(all * percent / 100),
        string text when int.TryParse(text, out var number) => number,
        _ => null,
    };

    private static IEnumerable<string> Problems(ChartWorkload workload, Pod pod)
    {
        if (pod.Spec.AutomountServiceAccountToken == true)
        {
            yield return "mounts a token of the Kubernetes API";
        }

        if (!workload.ReadsNode && pod.Spec.SecurityContext is { } shared && (shared.RunAsUser == 0 || shared.RunAsNonRoot == false))
        {
            yield return "lets its containers run as root";
        }

        foreach (var container in pod.Containers)
        {
            if (container.Definition.SecurityContext is not null && ((!workload.ReadsNode && (container.RunAsNonRoot != true
                || container.RunAsUser == 0)) || container.AllowPrivilegeEscalation || !container.ReadOnlyRootFilesystem
                || !container.DroppedCapabilities.Contains("ALL")))
            {
                yield return $"writes half a securityContext in container {container.Name}";
            }

            if (container.Name != workload.Container && !ImageReference.Parse(container.Definition.Image ?? "").IsPinned)
            {
                yield return $"runs image '{container.Definition.Image}' in container {container.Name}";
            }
        }

        var mounted = pod.Containers.SelectMany(container => container.Definition.VolumeMounts ?? []).Select(mount => mount.Name)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var volume in (pod.Spec.Volumes ?? []).Where(volume => !mounted.Contains(volume.Name)))
        {
            yield return $"has volume {volume.Name}, which no container mounts";
        }
    }

    private static IEnumerable<string> Unmanaged(Plan plan, ChartRelease release)
    {
        var managed = release.Items("managedNamespaces").OfType<string>().ToHashSet(StringComparer.Ordinal);
        var needed = PlanFacts.Of(plan).Charts.Where(other => other.Chart is ChartCatalogue.ElasticStack or ChartCatalogue.Beats)
            .Select(other => other.Namespace).ToHashSet(StringComparer.Ordinal);
        if (managed.Count == 0)
        {
            yield return "manages every namespace";
        }

        foreach (var space in needed.Except(managed))
        {
            yield return $"does not manage namespace {space}";
        }

        foreach (var space in managed.Except(needed))
        {
            yield return $"manages namespace {space} for nothing";
        }
    }

    [GeneratedRegex("^[0-9a-f]{12,}$")]
    private static partial Regex Fingerprint();
}
