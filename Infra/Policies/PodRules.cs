using Infra.Facts;
using Infra.Facts.Pods;
using k8s.Models;

namespace Infra.Policies;

/// <summary>What pods may do (PL-06, PL-07).</summary>
internal static class PodRules
{
    private const string Baseline = "Kubernetes Pod Security Standards, profile Baseline";
    private const string Restricted = "Kubernetes Pod Security Standards, profile Restricted";

    // What the standard lets a Linux pod of its profile Restricted mount (kubernetes.io/docs/concepts/security/pod-security-standards,
    // 1.36).
    private static readonly ImmutableArray<Func<V1Volume, object?>> MountableVolumes =
    [
        volume => volume.ConfigMap, volume => volume.Csi, volume => volume.DownwardAPI, volume => volume.EmptyDir, volume =>
            volume.Ephemeral,
        volume => volume.PersistentVolumeClaim, volume => volume.Projected, volume => volume.Secret,
    ];

    // All other kinds but hostPath, which has a rule of its own, so that a volume that names none at all is not taken for one that is forbidden.
    private static readonly ImmutableArray<(string Kind, Func<V1Volume, object?> Source)> OtherVolumes =
    [
        ("awsElasticBlockStore", volume => volume.AwsElasticBlockStore), ("azureDisk", volume => volume.AzureDisk),
            ("azureFile", volume => volume.AzureFile),
        ("cephfs", volume => volume.Cephfs), ("cinder", volume => volume.Cinder), ("fc", volume => volume.Fc),
            ("flexVolume", volume => volume.FlexVolume),
        ("flocker", volume => volume.Flocker), ("gcePersistentDisk", volume => volume.GcePersistentDisk),
            ("gitRepo", volume => volume.GitRepo),
        ("glusterfs", volume => volume.Glusterfs), ("image", volume => volume.Image),
            ("iscsi", volume => volume.Iscsi),
        ("nfs", volume => volume.Nfs), ("photonPersistentDisk", volume => volume.PhotonPersistentDisk),
            ("portworxVolume", volume => volume.PortworxVolume),
        ("quobyte", volume => volume.Quobyte), ("rbd", volume => volume.Rbd), ("scaleIO", volume => volume.ScaleIO),
            ("storageos", volume => volume.Storageos),
        ("vsphereVolume", volume => volume.VsphereVolume),
    ];

    // Sysctls that belong to a pod alone (the same page, Baseline; kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster, "safe").
    private static readonly ImmutableHashSet<string> SafeSysctls =
    [
        "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.ip_local_reserved_ports", "net.ipv4.ip_unprivileged_port_start",
        "net.ipv4.ping_group_range", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes",
        "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_rmem", "net.ipv4.tcp_syncookies", "net.ipv4.tcp_wmem",
    ];

    // What a container's runtime gives unasked, and may be named (the same page, Baseline).
    private static readonly ImmutableHashSet<string> UsualCapabilities =
    [
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP",
            "SETUID", "SYS_CHROOT",
    ];

    private static readonly ImmutableHashSet<string> ContainerTypes =
        ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"];

    /// <summary>The rules, as they are asked of single pods: of a plan's or of somebody else's.</summary>
    public static ImmutableArray<PodRule> Pods { get; } =
    [
        Linux("POD-01", "Containers run as a user other than root", PodSecurityProfile.Restricted,
            $"Root in a container is root on the node once it breaks out ({Restricted}; CIS Kubernetes 5.2.7; NSA/CISA Kubernetes Hardening Guide)",
            "Set securityContext.runAsNonRoot to true, runAsUser to a number above 0, and do not take either back in a container",
            pod => pod.Spec.SecurityContext switch
            {
                { RunAsNonRoot: false } => "says that its containers may run as root",
                { RunAsUser: 0 } => "runs as root",
                _ => "",
            },
            (_, container) => container.RunAsUser == 0 ? "runs as root" : container.RunAsNonRoot == true ? ""
                : container.RunAsUser > 0 ? "leaves runAsNonRoot out" : "may run as root"),
        Linux("POD-02", "The root file system is read-only", null,
            "What cannot be written cannot be replaced by an intruder (NSA/CISA Kubernetes Hardening Guide, immutable container file systems)",
            "Set securityContext.readOnlyRootFilesystem to true and mount an emptyDir where the program has to write",
            (_, container) => container.ReadOnlyRootFilesystem ? "" : "can write to its root file system"),
        Linux("POD-03", "Containers cannot gain privileges", PodSecurityProfile.Restricted,
            $"A setuid program must not make more of a process than it was ({Restricted}; CIS Kubernetes 5.2.6)",
            "Set securityContext.allowPrivilegeEscalation to false and leave privileged out",
            (_, container) => container.Privileged ? "has all privileges of its node" : container.AllowPrivilegeEscalation
                ? "may gain privileges" : "") with
        {
            BaselineProblems = PerContainer((_, container) => container.Privileged ? "has all privileges of its node" : ""),
        },
        Linux("POD-04", "All capabilities are dropped", PodSecurityProfile.Restricted,
            $"A web service needs none of the kernel's capabilities ({Restricted}; CIS Kubernetes 5.2.9)",
            "Set securityContext.capabilities.drop to [ALL] and add none but NET_BIND_SERVICE",
            (_, container) => !container.DroppedCapabilities.Contains("ALL") ? "keeps capabilities"
                : container.AddedCapabilities.Remove("NET_BIND_SERVICE") is { IsEmpty: false } added ? Adds(added) : "") with
        {
            BaselineProblems = PerContainer((_, container) =>
                container.AddedCapabilities.Except(UsualCapabilities) is { IsEmpty: false } added ? Adds(added) : ""),
        },
        Linux("POD-05", "The runtime's seccomp profile is on", PodSecurityProfile.Restricted,
            $"It takes away system calls that no service needs ({Restricted}; CIS Kubernetes 5.7.2)",
            "Set securityContext.seccompProfile.type to RuntimeDefault",
            pod => pod.Spec.SecurityContext?.SeccompProfile?.Type is null or "RuntimeDefault" or "Localhost" ? ""
                : "turns the seccomp profile off",
            (_, container) => container.SeccompProfile is "RuntimeDefault" or "Localhost" ? "" : "runs without a seccomp profile") with
        {
            BaselineProblems = pod =>
                PerContainer((_, container) =>
                container.SeccompProfile is "" or "RuntimeDefault" or "Localhost" ? "" : "turns the seccomp profile off")(pod)
                .Append(pod.Spec.SecurityContext?.SeccompProfile?.Type == "Unconfined" ? "turns the seccomp profile off" : ""),
        },
        new()
        {
            Id = "POD-06",
            Title = "Memory and processor time are requested and limited",
            Why = "Without limits one container takes the node from all others (PL-07; NSA/CISA Kubernetes Hardening Guide)",
            Remedy = "Set resources.requests and resources.limits, both for cpu and memory",
            Problems = PerContainer((_, container) =>
                container.Role == ContainerRole.Ephemeral ? "" : MissingResources(container.Definition.Resources) is { Length: > 0 } missing
                ? $"lacks resources {string.Join(", ", missing)}" : ""),
        },
        new()
        {
            Id = "POD-07",
            Title = "Liveness and readiness are probed",
            Why = "What hangs has to be restarted, and what is not ready must not get traffic (PL-07)",
            Remedy = "Set livenessProbe and readinessProbe",
            Applies = pod => pod.Owner.Kind is "Deployment" or "StatefulSet" or "DaemonSet",
            Problems = PerContainer((_, container) =>
                container.Role != ContainerRole.Main
                || (container.Definition.LivenessProbe is not null && container.Definition.ReadinessProbe is not null) ? ""
                : "is not probed"),
        },
        new()
        {
            Id = "POD-08",
            Title = "Images are pinned",
            Why = "A moving tag runs another program tomorrow (PL-06; CIS Kubernetes 5.5.1)",
            Remedy = "Give a version or a digest, not latest",
            Problems = PerContainer((_, container) =>
                ImageReference.Parse(container.Definition.Image ?? "").IsPinned ? ""
                : $"takes its image '{container.Definition.Image}' by a moving tag"),
        },
        new()
        {
            Id = "POD-09",
            Title = "Nothing of the node is shared",
            Profile = PodSecurityProfile.Baseline,
            Why = $"Host namespaces and host paths are ways out of the container ({Baseline}; CIS Kubernetes 5.2.2 to 5.2.5)",
            Remedy = "Leave hostNetwork, hostPID, hostIPC, hostPath volumes and hostPort out",
            Problems = pod => new[]
            {
                pod.Spec.HostNetwork == true ? "shares the network of its node" : "",
                pod.Spec.HostPID == true ? "sees the processes of its node" : "",
                pod.Spec.HostIPC == true ? "shares the memory of its node's processes" : "",
            }.Concat((pod.Spec.Volumes ?? []).Where(volume => volume.HostPath is not null)
                .Select(volume => $"mounts {volume.HostPath.Path} of its node"))
             .Concat(from container in pod.Containers
                     from port in container.Definition.Ports ?? []
                     where port.HostPort is > 0
                     select $"container {container.Name} takes port {port.HostPort} of its node"),
        },
        new()
        {
            Id = "POD-10",
            Title = "No token of the Kubernetes API is mounted",
            Why = "A program that does not use the API must not be able to (CIS Kubernetes 5.1.6)",
            Remedy = "Set automountServiceAccountToken to false",
            Problems = pod => [pod.Spec.AutomountServiceAccountToken == false ? "" : "mounts a token of the Kubernetes API"],
        },
        new()
        {
            Id = "POD-11",
            Title = "Pods have an account of their own and bounded scratch space",
            Why = "The default account gathers rights, and scratch space without a limit fills the node (CIS Kubernetes 5.1.5)",
            Remedy = "Set serviceAccountName, and sizeLimit on every emptyDir",
            Problems = pod => (pod.Spec.Volumes ?? []).Where(volume => volume.EmptyDir is { SizeLimit: null })
                .Select(volume => $"has scratch space '{volume.Name}' without a limit")
                .Prepend(pod.Spec.ServiceAccountName is null or "" or "default" ? "has no account of its own" : ""),
        },
        Linux("POD-12", "AppArmor and SELinux confine every container", PodSecurityProfile.Baseline,
            $"They hold what gets past the other walls ({Baseline})",
            "Leave appArmorProfile and seLinuxOptions out, or name a profile and a container's type of SELinux",
            pod => pod.Spec.SecurityContext is { } context
                ? Confinement(context.AppArmorProfile?.Type ?? "", context.SeLinuxOptions)
                : "",
            (_, container) => Confinement(container.AppArmorProfile, container.SELinux)),
        Linux("POD-13", "What the kernel hides in /proc stays hidden", PodSecurityProfile.Restricted,
            $"Unmasked, /proc tells of the node and changes it ({Restricted})",
            "Leave securityContext.procMount out",
            (_, container) => container.ProcMount == "Default" ? "" : $"mounts /proc {container.ProcMount}") with
        {
            BaselineProblems = PerContainer((pod, container) =>
                container.ProcMount == "Default" || pod.HasOwnUsers ? "" : $"mounts /proc {container.ProcMount}"),
        },
        Linux("POD-14", "Only sysctls that belong to the pod are set", PodSecurityProfile.Baseline,
            $"Others change the kernel for all pods of the node ({Baseline})",
            "Leave securityContext.sysctls out, or set only those that Kubernetes calls safe",
            pod => string.Join(", ", (pod.Spec.SecurityContext?.Sysctls ?? []).Select(sysctl => sysctl.Name)
                .Where(name => !SafeSysctls.Contains(name))) is { Length: > 0 } names
                ? $"sets {names}" : "",
            (_, _) => ""),
        Linux("POD-15", "Volumes are of kinds that lead nowhere else", PodSecurityProfile.Restricted,
            $"Other kinds reach storage of the node or of a network with the node's rights ({Restricted})",
            "Use configMap, csi, downwardAPI, emptyDir, ephemeral, persistentVolumeClaim, projected or secret",
            pod => string.Join(", ", (pod.Spec.Volumes ?? []).Where(volume => MountableVolumes.All(source => source(volume) is null))
                .SelectMany(volume =>
                    OtherVolumes.Where(other => other.Source(volume) is not null)
                    .Select(other => $"'{volume.Name}' ({other.Kind})"))) is { Length: > 0 } volumes
                ? $"mounts {volumes}" : "",
            (_, _) => ""),
        Linux("POD-16", "Probes and life-cycle handlers call their own pod", PodSecurityProfile.Baseline,
            $"With a host of its own the kubelet asks any address from inside the node ({Baseline}, since 1.34)",
            "Leave host out of httpGet and tcpSocket",
            (_, container) => string.Join(", ", container.CalledHosts.Select(call => $"{call.Place} calls {call.Host}"))),
        new()
        {
            Id = "POD-17",
            Title = "No container is a process of a Windows node",
            Profile = PodSecurityProfile.Baseline,
            Why = $"A host process has the node ({Baseline})",
            Remedy = "Leave windowsOptions.hostProcess out",
            Problems = pod => PerContainer((_, container) => container.IsHostProcess ? "is a process of its node" : "")(pod)
                .Append(pod.Spec.SecurityContext?.WindowsOptions?.HostProcess == true ? "makes processes of its node" : ""),
        },
        Linux("POD-18", "Processes have a user and a group of their own", null,
            "An image decides who runs where the pod does not, and root's group reads what root leaves open (CIS Docker Benchmark 4.1; "
                + "NSA/CISA)",
            "Set securityContext.runAsUser and runAsGroup to numbers above 0, and keep 0 out of fsGroup and supplementalGroups",
            pod => pod.Spec.SecurityContext switch
            {
                { FsGroup: 0 } => "gives its volumes to root's group",
                { SupplementalGroups: { } groups } when groups.Contains(0) => "is in root's group",
                _ => "",
            },
            (_, container) => container.RunAsUser is null ? "runs as whoever its image names"
                : container.RunAsGroup is null or 0 ? "runs with root's group" : ""),
        new()
        {
            Id = "POD-19",
            Title = "Pods are placed and named by the cluster, and their containers are apart",
            Why = "Names of one's own lead elsewhere, and a place of one's own goes around the scheduler (NSA/CISA Kubernetes Hardening "
                + "Guide)",
            Remedy = "Leave shareProcessNamespace, nodeName, hostAliases and tolerations of every taint out",
            Problems = pod => new[]
            {
                pod.Spec.ShareProcessNamespace == true ? "lets its containers see each other's processes" : "",
                pod.Spec.NodeName is { Length: > 0 } node ? $"goes to node {node}, whatever the scheduler says" : "",
                pod.Spec.HostAliases is { Count: > 0 } aliases
                    ? $"has names of its own for {string.Join(", ", aliases.Select(alias => alias.Ip))}" : "",
                (pod.Spec.Tolerations ?? []).Any(toleration => string.IsNullOrEmpty(toleration.Key)
                    && toleration.OperatorProperty == "Exists")
                    ? "goes to every node, whatever that is kept for" : "",
            },
        },
        new()
        {
            Id = "POD-20",
            Title = "Probes ask their container, and notice in time",
            Why = "A probe that asks nobody, or takes minutes, keeps what hangs in service (PL-07; Kubernetes, configure probes)",
            Remedy = "Ask a port of the container or a command, more often than it may take, so that 3 minutes (start: 10) are enough to "
                + "fail",
            Applies = pod => pod.Containers.Any(container => container.Probes.Any()),
            Problems = PerContainer((_, container) => string.Join(", ", container.Probes.Select(probe => Problem(container, probe))
                .Where(problem => problem.Length > 0))),
        },
        new()
        {
            Id = "POD-21",
            Title = "What is promised is not far below what is allowed",
            Why = "A node that promised a tenth of what is taken evicts whom it likes (PL-07; Kubernetes, limit ranges, "
                + "maxLimitRequestRatio)",
            Remedy = "Request at least a twentieth of the limit of cpu, an eighth of that of memory, and leave scratch space below 50 Gi",
            Problems = pod => PerContainer((_, container) => Overcommitted(container.Definition.Resources))(pod)
                .Append((pod.Spec.Volumes ?? []).Sum(volume => volume.EmptyDir?.SizeLimit is { } limit ? limit.ToDecimal()
                    : 0) > SmallestDisk
                    ? "may fill the disk of its node with scratch space" : ""),
        },
    ];

    // Of the smallest node, in bytes: DigitalOcean, droplet pricing page (2026-07-27).
    private const decimal SmallestDisk = 50m * 1024 * 1024 * 1024;

    /// <summary>The same rules, asked of every pod of a plan.</summary>
    public static ImmutableArray<Rule> All { get; } = [.. Pods.Select(rule => rule.OfPlan)];

    // A rule whose settings mean something on Linux only: the standard asks nothing of them elsewhere.
    private static PodRule Linux(string id, string title, PodSecurityProfile? profile, string why, string remedy, Func<Pod, string> ofPod,
        Func<Pod, PodContainer, string> ofContainer) => new()
        {
            Id = id,
            Title = title,
            Profile = profile,
            Why = why,
            Remedy = remedy,
            Applies = pod => !pod.IsWindows,
            Problems = pod => PerContainer(ofContainer)(pod).Prepend(ofPod(pod)),
        };

    private static PodRule Linux(string id, string title, PodSecurityProfile? profile, string why, string remedy, Func<Pod, PodContainer,
        string> ofContainer) =>
        Linux(id, title, profile, why, remedy, _ => "", ofContainer);

    private static Func<Pod, IEnumerable<string>> PerContainer(Func<Pod, PodContainer, string> problem) => pod =>
        from container in pod.Containers
        let found = problem(pod, container)
        where found.Length > 0
        select $"container {container.Name} {found}";

    private static string[] MissingResources(V1ResourceRequirements? resources) =>
        [.. from part in new[] { ("requests", resources?.Requests), ("limits", resources?.Limits) }
            from name in new[] { "cpu", "memory" }
            where part.Item2?.ContainsKey(name) != true
            select $"{part.Item1}.{name}"];

    private static string Overcommitted(V1ResourceRequirements? resources)
    {
        bool IsFar(string name, int most) => resources?.Limits is { } limits && resources.Requests is { } requests
            && limits.TryGetValue(name, out var limit) && requests.TryGetValue(name, out var request)
                && limit.ToDecimal() > most * request.ToDecimal();
        return IsFar("memory", 8) ? $"may take {resources!.Limits["memory"]} of memory and is promised {resources.Requests["memory"]}"
            : IsFar("cpu", 20) ? $"may take {resources!.Limits["cpu"]} of processor and is promised {resources.Requests["cpu"]}" : "";
    }

    private static string Problem(PodContainer container, ProbeQuestion probe)
    {
        var longest = probe.Name == "startupProbe" ? 600 : 180;
        var ports = (container.Definition.Ports ?? []).SelectMany(port => new[] { $"{port.ContainerPort}", port.Name }).ToHashSet();
        return !probe.AsksSomething ? $"{probe.Name} asks nothing"
            : probe.Port.Length > 0 && ports.Count > 0 && !ports.Contains(probe.Port)
                ? $"{probe.Name} asks port {probe.Port}, which its container does not declare"
            : probe.Notices > longest ? $"{probe.Name} takes {probe.Notices} s to fail"
            : probe.Delay > longest ? $"{probe.Name} begins after {probe.Delay} s"
            : probe.Timeout > 30 ? $"{probe.Name} waits {probe.Timeout} s for an answer" : "";
    }

    private static string Adds(IEnumerable<string> capabilities) => $"adds {string.Join(", ", capabilities.Order(StringComparer.Ordinal))}";

    private static string Confinement(string appArmor, V1SELinuxOptions? selinux) =>
        appArmor is not ("" or "RuntimeDefault" or "Localhost") ? "turns AppArmor off"
        : selinux is null ? ""
        : !ContainerTypes.Contains(selinux.Type ?? "") ? $"runs with SELinux type {selinux.Type}"
        : !string.IsNullOrEmpty(selinux.User) || !string.IsNullOrEmpty(selinux.Role) ? "runs with a user or role of SELinux" : "";
}
