namespace Infra.Facts.Pods;

/// <summary>When a container of a pod runs.</summary>
public enum ContainerRole
{
    /// <summary>As long as the pod.</summary>
    Main,

    /// <summary>Before the others, to its end.</summary>
    Init,

    /// <summary>Started among those for initialisation, and kept running: an init container with <c>restartPolicy: Always</c>.</summary>
    Sidecar,

    /// <summary>Added to a running pod by somebody who looks for a fault.</summary>
    Ephemeral,
}
