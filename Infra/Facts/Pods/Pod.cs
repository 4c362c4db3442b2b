using k8s.Models;

namespace Infra.Facts.Pods;

/// <summary>A pod that an object of the cluster makes, as API server and kubelet read it.</summary>
public sealed record Pod
{
    private const string AppArmorAnnotation = "container.apparmor.security.beta.kubernetes.io/";

    /// <summary>Makes one of a template.</summary>
    /// <param name="owner">The object that makes it.</param>
    /// <param name="template">Its template.</param>
    internal Pod(PodOwner owner, V1PodTemplateSpec template)
    {
        Owner = owner;
        Annotations = template.Metadata?.Annotations?.ToImmutableDictionary() ?? ImmutableDictionary<string, string>.Empty;
        Labels = template.Metadata?.Labels?.ToImmutableDictionary() ?? ImmutableDictionary<string, string>.Empty;
        Spec = template.Spec ?? new();
        Containers =
        [
            .. (Spec.Containers ?? []).Select(container => Container(ContainerRole.Main, container)),
            .. (Spec.InitContainers ?? [])
                .Select(container =>
                Container(container.RestartPolicy == "Always" ? ContainerRole.Sidecar : ContainerRole.Init, container)),
            .. (Spec.EphemeralContainers ?? []).Select(container => Container(ContainerRole.Ephemeral, AsContainer(container))),
        ];
    }

    /// <summary>The object that makes it.</summary>
    public PodOwner Owner { get; }

    /// <summary>Its specification as it is written.</summary>
    public V1PodSpec Spec { get; }

    /// <summary>Annotations of the pod.</summary>
    public ImmutableDictionary<string, string> Annotations { get; }

    /// <summary>Labels of the pod.</summary>
    public ImmutableDictionary<string, string> Labels { get; }

    /// <summary>Every container: main ones, those for initialisation, sidecars, ephemeral ones.</summary>
    public ImmutableArray<PodContainer> Containers { get; }

    /// <summary>Whether it says that it runs on Windows, where Linux' settings mean nothing.</summary>
    public bool IsWindows => Spec.Os?.Name == "windows";

    /// <summary>Whether root in the pod is an unprivileged user of the node: it has a user namespace of its own.</summary>
    public bool HasOwnUsers => Spec.HostUsers == false;

    private PodContainer Container(ContainerRole role, V1Container container) =>
        new(role, container, Spec.SecurityContext, AnnotatedAppArmor(container.Name ?? ""));

    private string AnnotatedAppArmor(string container) => Annotations.GetValueOrDefault(AppArmorAnnotation + container) switch
    {
        null or "" => "",
        "runtime/default" => "RuntimeDefault",
        var profile when profile.StartsWith("localhost/", StringComparison.Ordinal) => "Localhost",
        _ => "Unconfined",
    };

    // An ephemeral container has the members of any other, in a type of its own.
    private static V1Container AsContainer(V1EphemeralContainer container) => new()
    {
        Name = container.Name,
        Image = container.Image,
        SecurityContext = container.SecurityContext,
        Resources = container.Resources,
        Ports = container.Ports,
        LivenessProbe = container.LivenessProbe,
        ReadinessProbe = container.ReadinessProbe,
        StartupProbe = container.StartupProbe,
        Lifecycle = container.Lifecycle,
        VolumeMounts = container.VolumeMounts,
        VolumeDevices = container.VolumeDevices,
        Env = container.Env,
        EnvFrom = container.EnvFrom,
        Command = container.Command,
        Args = container.Args,
    };
}
