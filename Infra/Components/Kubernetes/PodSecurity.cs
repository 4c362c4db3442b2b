using Pulumi.Kubernetes.Types.Inputs.Core.V1;

namespace Infra.Components.Kubernetes;

/// <summary>The security settings of every pod and container: what the <i>restricted</i> Pod Security Standard asks for, and a read-only root.</summary>
internal static class PodSecurity
{
    /// <summary>Settings of a pod whose processes run as a user.</summary>
    public static PodSecurityContextArgs Pod(int userId) => new()
    {
        RunAsNonRoot = true,
        RunAsUser = userId,
        RunAsGroup = userId,
        FsGroup = userId,
        FsGroupChangePolicy = "OnRootMismatch",
        SeccompProfile = new SeccompProfileArgs { Type = "RuntimeDefault" },
    };

    /// <summary>Settings of a container.</summary>
    public static SecurityContextArgs Container() => new()
    {
        AllowPrivilegeEscalation = false,
        ReadOnlyRootFilesystem = true,
        RunAsNonRoot = true,
        Capabilities = new CapabilitiesArgs { Drop = { "ALL" } },
        SeccompProfile = new SeccompProfileArgs { Type = "RuntimeDefault" },
    };
}
