using Infra.Facts;
using Infra.Facts.Pods;

namespace Infra.Policies;

/// <summary>A profile of the Kubernetes Pod Security Standards. Restricted asks for everything that Baseline asks for.</summary>
internal enum PodSecurityProfile
{
    /// <summary>Nothing of the node is given to a pod.</summary>
    Baseline,

    /// <summary>A pod has nothing that it can do without.</summary>
    Restricted,
}

/// <summary>A policy about single pods: a pure function of what the kubelet would make of one.</summary>
internal sealed record PodRule : Policy
{
    /// <summary>The least profile of the Pod Security Standards that asks for it; null for what they do not ask for.</summary>
    public PodSecurityProfile? Profile { get; init; }

    /// <summary>What is wrong with a pod by Baseline, where that asks for less than Restricted; null where it asks for the same or for
    /// nothing.</summary>
    public Func<Pod, IEnumerable<string>>? BaselineProblems { get; init; }

    /// <summary>Which pods it concerns.</summary>
    public Func<Pod, bool> Applies { get; init; } = _ => true;

    /// <summary>What is wrong with one, a sentence each; empty ones do not count.</summary>
    public required Func<Pod, IEnumerable<string>> Problems { get; init; }

    /// <summary>The rule, asked of every pod of a plan.</summary>
    public Rule OfPlan => new()
    {
        Id = Id,
        Title = Title,
        Scope = Scope.Kubernetes,
        Why = Why,
        Remedy = Remedy,
        Judge = plan => from pod in PlanFacts.Of(plan).Pods
                        where Applies(pod)
                        select new Subject(pod.Owner.Name, Problem(pod)),
    };

    /// <summary>What is wrong with a pod; empty where nothing is, or where it is not concerned.</summary>
    /// <param name="pod">The pod.</param>
    public string Problem(Pod pod) => Joined(pod, Problems);

    /// <summary>What is wrong with a pod by a profile of the Pod Security Standards; empty where that asks for nothing of the
    /// kind.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="profile">The profile.</param>
    public string Problem(Pod pod, PodSecurityProfile profile) =>
        profile == PodSecurityProfile.Baseline && BaselineProblems is { } less ? Joined(pod, less)
            : Profile is { } least && least <= profile ? Joined(pod, Problems) : "";

    private string Joined(Pod pod, Func<Pod, IEnumerable<string>> problems) =>
        Applies(pod) ? string.Join("; ", problems(pod).Where(problem => problem.Length > 0)) : "";
}
