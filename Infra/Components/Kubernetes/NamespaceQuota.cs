using Infra.Settings;
using Infra.Systems;

namespace Infra.Components.Kubernetes;

/// <summary>How much a system may ask of its cluster: everything at its largest, one more instance of each service while a version is
/// replaced, and room for jobs and exporters.</summary>
internal static class NamespaceQuota
{
    private static readonly Resources Spare = new(Memory.GiB(4), Memory.GiB(8), Cpu.Cores(2), Cpu.Cores(8));

    /// <summary>The quota of a stack.</summary>
    public static Dictionary<string, string> Of(StackSettings settings)
    {
        var all = settings.System.ServicesIn(Topology.Kubernetes)
            .Select(service => (Count: Math.Max(service.OnKubernetes.Replicas, service.OnKubernetes.Autoscaling.Maximum) + 1, service.OnKubernetes.Resources))
            .Concat(settings.OwnStores.Select(store => (Count: 1, Resources: RedisStore.ResourcesOf(store))))
            .Append((Count: 1, Resources: Spare))
            .ToArray();
        return new()
        {
            ["requests.cpu"] = $"{new Cpu(all.Sum(one => one.Count * one.Resources.CpuReserved.Millicores))}",
            ["requests.memory"] = $"{new Memory(all.Sum(one => one.Count * one.Resources.Reserved.Bytes))}",
            ["limits.cpu"] = $"{new Cpu(all.Sum(one => one.Count * one.Resources.CpuLimit.Millicores))}",
            ["limits.memory"] = $"{new Memory(all.Sum(one => one.Count * one.Resources.Limit.Bytes))}",
            ["pods"] = $"{all.Sum(one => one.Count) + 20}",
            ["persistentvolumeclaims"] = "4",
            ["services.loadbalancers"] = settings.Exposure == Exposure.LoadBalancer ? "1" : "0",
        };
    }
}
