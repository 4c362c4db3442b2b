using Infra.Systems;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;

namespace Infra.Components.Kubernetes;

/// <summary>The model's amounts as Kubernetes writes them.</summary>
internal static class Quantities
{
    /// <summary>Requests and limits of a container.</summary>
    public static ResourceRequirementsArgs Requirements(Resources resources) => new()
    {
        Requests = { ["cpu"] = $"{resources.CpuReserved}", ["memory"] = $"{resources.Reserved}" },
        Limits = { ["cpu"] = $"{resources.CpuLimit}", ["memory"] = $"{resources.Limit}" },
    };

    /// <summary>A span of time in whole seconds.</summary>
    public static int Seconds(TimeSpan span) => (int)span.TotalSeconds;
}
