using k8s.Models;

namespace Infra.Facts.Pods;

/// <summary>A container as the kubelet runs it: what it leaves out of its security context, the pod's decides, field by field.</summary>
public sealed record PodContainer
{
    private static readonly ImmutableHashSet<string> Unset = [];

    private readonly V1PodSecurityContext pod;
    private readonly V1SecurityContext own;
    private readonly string annotatedAppArmor;

    /// <summary>Makes one of a pod's container.</summary>
    /// <param name="role">When it runs.</param>
    /// <param name="container">The container.</param>
    /// <param name="pod">The pod's security context; null where it has none.</param>
    /// <param name="annotatedAppArmor">AppArmor profile by the annotation that came before the field; empty where there is none.</param>
    internal PodContainer(ContainerRole role, V1Container container, V1PodSecurityContext? pod, string annotatedAppArmor)
    {
        Role = role;
        Definition = container;
        own = container.SecurityContext ?? new();
        this.pod = pod ?? new();
        this.annotatedAppArmor = annotatedAppArmor;
    }

    /// <summary>When it runs.</summary>
    public ContainerRole Role { get; }

    /// <summary>The container as it is written.</summary>
    public V1Container Definition { get; }

    /// <summary>Its name in the pod.</summary>
    public string Name => Definition.Name ?? "";

    /// <summary>Whether it runs as long as the pod does: neither to an end before the others, nor only while somebody looks.</summary>
    public bool IsLongRunning => Role is ContainerRole.Main or ContainerRole.Sidecar;

    /// <summary>Whether the kubelet refuses to start it as root; null where nobody says.</summary>
    public bool? RunAsNonRoot => own.RunAsNonRoot ?? pod.RunAsNonRoot;

    /// <summary>Number of the user; null where the image decides.</summary>
    public long? RunAsUser => own.RunAsUser ?? pod.RunAsUser;

    /// <summary>Number of the user's group; null where the image decides.</summary>
    public long? RunAsGroup => own.RunAsGroup ?? pod.RunAsGroup;

    /// <summary>Whether its root file system is read-only.</summary>
    public bool ReadOnlyRootFilesystem => own.ReadOnlyRootFilesystem ?? false;

    /// <summary>Whether a process may gain more privileges than its parent: so unless it is said that it may not.</summary>
    public bool AllowPrivilegeEscalation => own.AllowPrivilegeEscalation ?? true;

    /// <summary>Whether it has all that the node has.</summary>
    public bool Privileged => own.Privileged ?? false;

    /// <summary>Capabilities taken away, as written: <c>ALL</c> is all of them.</summary>
    public ImmutableHashSet<string> DroppedCapabilities => own.Capabilities?.Drop?.ToImmutableHashSet() ?? Unset;

    /// <summary>Capabilities added, as written.</summary>
    public ImmutableHashSet<string> AddedCapabilities => own.Capabilities?.Add?.ToImmutableHashSet() ?? Unset;

    /// <summary>Kind of its seccomp profile; empty where nobody names one, and it runs unconfined.</summary>
    public string SeccompProfile => (own.SeccompProfile ?? pod.SeccompProfile)?.Type ?? "";

    /// <summary>Kind of its AppArmor profile (<c>RuntimeDefault</c>, <c>Localhost</c>, <c>Unconfined</c>); empty where the runtime
    /// decides.</summary>
    public string AppArmorProfile => (own.AppArmorProfile ?? pod.AppArmorProfile)?.Type ?? annotatedAppArmor;

    /// <summary>What it says of SELinux; null where the runtime decides.</summary>
    public V1SELinuxOptions? SELinux => own.SeLinuxOptions ?? pod.SeLinuxOptions;

    /// <summary>How it sees <c>/proc</c>: <c>Default</c> hides what is the kernel's, <c>Unmasked</c> does not.</summary>
    public string ProcMount => own.ProcMount is { Length: > 0 } mount ? mount : "Default";

    /// <summary>Whether it runs as a process of a Windows node.</summary>
    public bool IsHostProcess => (own.WindowsOptions?.HostProcess ?? pod.WindowsOptions?.HostProcess) == true;

    /// <summary>Its probes.</summary>
    public IEnumerable<ProbeQuestion> Probes => new[]
    {
        ("livenessProbe", Definition.LivenessProbe), ("readinessProbe", Definition.ReadinessProbe),
            ("startupProbe", Definition.StartupProbe),
    }.Where(probe => probe.Item2 is not null).Select(probe => new ProbeQuestion(probe.Item1, probe.Item2));

    /// <summary>What its probes and life-cycle handlers call that names a machine of its own instead of the pod: its name, by the place
    /// where it stands.</summary>
    public IEnumerable<(string Place, string Host)> CalledHosts
    {
        get
        {
            (string, V1HTTPGetAction?, V1TCPSocketAction?)[] calls =
            [
                ("livenessProbe", Definition.LivenessProbe?.HttpGet, Definition.LivenessProbe?.TcpSocket),
                ("readinessProbe", Definition.ReadinessProbe?.HttpGet, Definition.ReadinessProbe?.TcpSocket),
                ("startupProbe", Definition.StartupProbe?.HttpGet, Definition.StartupProbe?.TcpSocket),
                ("lifecycle.postStart", Definition.Lifecycle?.PostStart?.HttpGet, Definition.Lifecycle?.PostStart?.TcpSocket),
                ("lifecycle.preStop", Definition.Lifecycle?.PreStop?.HttpGet, Definition.Lifecycle?.PreStop?.TcpSocket),
            ];
            return from call in calls
                   from host in new[] { call.Item2?.Host, call.Item3?.Host }
                   where !string.IsNullOrEmpty(host)
                   select (call.Item1, host);
        }
    }
}
