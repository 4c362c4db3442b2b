using static Infra.Policies.Wire;

namespace Infra.Policies;

/// <summary>What pods may do (PL-06, PL-07).</summary>
internal static class PodRules
{
    private const string Restricted = "Kubernetes Pod Security Standards, profile Restricted";

    public static ImmutableArray<Rule> All { get; } =
    [
        PerContainer("POD-01", "Containers run as a user other than root",
            $"Root in a container is root on the node once it breaks out ({Restricted}; CIS Kubernetes 5.2.7; NSA/CISA Kubernetes Hardening Guide)",
            "Set securityContext.runAsNonRoot to true and runAsUser to a number above 0",
            (pod, container) => (IsTrue(container, "securityContext", "runAsNonRoot") || IsTrue(pod, "securityContext", "runAsNonRoot"))
                && At(pod, "securityContext", "runAsUser") is not 0.0 && At(container, "securityContext", "runAsUser") is not 0.0
                ? "" : "may run as root"),
        PerContainer("POD-02", "The root file system is read-only",
            "What cannot be written cannot be replaced by an intruder (NSA/CISA Kubernetes Hardening Guide, immutable container file systems)",
            "Set securityContext.readOnlyRootFilesystem to true and mount an emptyDir where the program has to write",
            (_, container) => IsTrue(container, "securityContext", "readOnlyRootFilesystem") ? "" : "can write to its root file system"),
        PerContainer("POD-03", "Containers cannot gain privileges",
            $"A setuid program must not make more of a process than it was ({Restricted}; CIS Kubernetes 5.2.6)",
            "Set securityContext.allowPrivilegeEscalation to false and leave privileged out",
            (_, container) => IsFalse(container, "securityContext", "allowPrivilegeEscalation") && !IsTrue(container, "securityContext", "privileged") ? "" : "may gain privileges"),
        PerContainer("POD-04", "All capabilities are dropped",
            $"A web service needs none of the kernel's capabilities ({Restricted}; CIS Kubernetes 5.2.9)",
            "Set securityContext.capabilities.drop to [ALL] and add none",
            (_, container) => Items(container, "securityContext", "capabilities", "drop").Contains("ALL") && !Items(container, "securityContext", "capabilities", "add").Any() ? "" : "keeps capabilities"),
        PerContainer("POD-05", "The runtime's seccomp profile is on",
            $"It takes away system calls that no service needs ({Restricted}; CIS Kubernetes 5.7.2)",
            "Set securityContext.seccompProfile.type to RuntimeDefault",
            (pod, container) => Text(container, "securityContext", "seccompProfile", "type") is "RuntimeDefault" or "Localhost"
                || Text(pod, "securityContext", "seccompProfile", "type") is "RuntimeDefault" or "Localhost"
                ? "" : "runs without a seccomp profile"),
        PerContainer("POD-06", "Memory and processor time are requested and limited",
            "Without limits one container takes the node from all others (PL-07; NSA/CISA Kubernetes Hardening Guide)",
            "Set resources.requests and resources.limits, both for cpu and memory",
            (_, container) => (from kind in new[] { "requests", "limits" } from resource in new[] { "cpu", "memory" } where At(container, "resources", kind, resource) is null select $"{kind}.{resource}").ToArray() is { Length: > 0 } missing
                ? $"lacks resources {string.Join(", ", missing)}" : ""),
        new()
        {
            Id = "POD-07",
            Title = "Liveness and readiness are probed",
            Why = "What hangs has to be restarted, and what is not ready must not get traffic (PL-07)",
            Remedy = "Set livenessProbe and readinessProbe",
            Check = Rule.Each(resource => resource.Kind is "Deployment" or "StatefulSet" or "DaemonSet", resource => string.Join("; ",
                Items(PodSpec(resource), "containers").Where(container => At(container, "livenessProbe") is null || At(container, "readinessProbe") is null)
                    .Select(container => $"container {Text(container, "name")} is not probed"))),
        },
        PerContainer("POD-08", "Images are pinned",
            "A moving tag runs another program tomorrow (PL-06; CIS Kubernetes 5.5.1)",
            "Give a version or a digest, not latest",
            (_, container) => Pinned(Text(container, "image")) ? "" : $"takes its image '{Text(container, "image")}' by a moving tag"),
        new()
        {
            Id = "POD-09",
            Title = "Nothing of the node is shared",
            Why = "Host namespaces and host paths are ways out of the container (Pod Security Standards, profile Baseline; CIS Kubernetes 5.2.2 to 5.2.5)",
            Remedy = "Leave hostNetwork, hostPID, hostIPC, hostPath volumes and hostPort out",
            Check = Rule.Each(resource => PodSpec(resource) is not null, resource => PodSpec(resource) is var pod
                && (IsTrue(pod, "hostNetwork") || IsTrue(pod, "hostPID") || IsTrue(pod, "hostIPC") || Items(pod, "volumes").Any(volume => At(volume, "hostPath") is not null)
                    || Containers(pod).SelectMany(container => Items(container, "ports")).Any(port => Number(port, "hostPort") > 0))
                ? "shares namespaces, paths or ports of its node" : ""),
        },
        new()
        {
            Id = "POD-10",
            Title = "No token of the Kubernetes API is mounted",
            Why = "A program that does not use the API must not be able to (CIS Kubernetes 5.1.6)",
            Remedy = "Set automountServiceAccountToken to false",
            Check = Rule.Each(resource => PodSpec(resource) is not null, resource => IsFalse(PodSpec(resource), "automountServiceAccountToken") ? "" : "mounts a token of the Kubernetes API"),
        },
    ];

    private static Rule PerContainer(string id, string title, string why, string remedy, Func<object?, object?, string> problem) => new()
    {
        Id = id,
        Title = title,
        Why = why,
        Remedy = remedy,
        Check = Rule.Each(resource => PodSpec(resource) is not null, resource => string.Join("; ",
            from container in Containers(PodSpec(resource))
            let found = problem(PodSpec(resource), container)
            where found.Length > 0
            select $"container {Text(container, "name")} {found}")),
    };

    private static bool Pinned(string image)
    {
        var name = image[(image.LastIndexOf('/') + 1)..];
        return image.Contains("@sha256:", StringComparison.Ordinal) || (name.IndexOf(':') is var colon and > 0 && name[(colon + 1)..] is { Length: > 0 } tag && tag != "latest");
    }
}
