using Infra.Systems;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Components.Kubernetes;

/// <summary>Pods and containers of services and migrations.</summary>
internal static class Pods
{
    /// <summary>Time between the removal of a pod from its Service and its stop signal, in which the ingress controller, the nodes and the
    /// load balancer learn that the pod is gone: no request is on its way to a process that is told to stop.</summary>
    private const int DrainSeconds = 10;

    /// <summary>Time from the last moment that a process was promised to its end by force.</summary>
    private const int SpareSeconds = 5;

    /// <summary>A pod with one container.</summary>
    public static PodSpecArgs Spec(int userId, string serviceAccount, ContainerArgs container, WorkloadConfiguration configuration, ImmutableArray<WritablePath> writable)
    {
        container.EnvFrom = configuration.EnvFrom();
        container.Env = configuration.Env();
        foreach (var mount in configuration.Mounts())
        {
            container.VolumeMounts.Add(mount);
        }

        var volumes = new InputList<VolumeArgs>();
        foreach (var volume in configuration.Volumes())
        {
            volumes.Add(volume);
        }

        foreach (var (path, limit) in writable)
        {
            var name = VolumeName(path);
            container.VolumeMounts.Add(new VolumeMountArgs { Name = name, MountPath = path });
            volumes.Add(new VolumeArgs { Name = name, EmptyDir = new EmptyDirVolumeSourceArgs { SizeLimit = $"{limit}" } });
        }

        return new PodSpecArgs
        {
            ServiceAccountName = serviceAccount,
            AutomountServiceAccountToken = false,
            EnableServiceLinks = false,
            ImagePullSecrets = new LocalObjectReferenceArgs { Name = SystemNamespace.PullSecret },
            SecurityContext = PodSecurity.Pod(userId),
            Containers = container,
            Volumes = volumes,
        };
    }

    /// <summary>The container of a service.</summary>
    public static ContainerArgs Container(Service service, Output<string> image)
    {
        var container = new ContainerArgs
        {
            Name = service.Name,
            Image = image,
            ImagePullPolicy = "IfNotPresent",
            Args = service.Arguments,
            Ports = service.Ports.Select(port => new ContainerPortArgs { Name = port.Name, ContainerPortValue = port.Number, Protocol = "TCP" }).ToArray(),
            Resources = Quantities.Requirements(service.OnKubernetes.Resources),
            SecurityContext = PodSecurity.Container(),
        };
        foreach (var probe in service.Probes)
        {
            switch (probe.Kind)
            {
                case ProbeKind.Startup:
                    container.StartupProbe = Probe(service, probe);
                    break;
                case ProbeKind.Liveness:
                    container.LivenessProbe = Probe(service, probe);
                    break;
                default:
                    container.ReadinessProbe = Probe(service, probe);
                    break;
            }
        }

        if (service.ServesTraffic)
        {
            container.Lifecycle = new LifecycleArgs { PreStop = new LifecycleHandlerArgs { Sleep = new SleepActionArgs { Seconds = DrainSeconds } } };
        }

        return container;
    }

    /// <summary>Time from the decision to stop a pod to its end by force: longer than the pause before the stop signal and the time to stop
    /// together.</summary>
    public static int TerminationSeconds(Service service) =>
        (service.ServesTraffic ? DrainSeconds : 0) + Quantities.Seconds(service.StopTimeout) + SpareSeconds;

    /// <summary>Spreads a component's pods over nodes, so that the loss of one node is the loss of few pods.</summary>
    public static TopologySpreadConstraintArgs Spread(InputMap<string> selecting) => new()
    {
        MaxSkew = 1,
        TopologyKey = "kubernetes.io/hostname",
        WhenUnsatisfiable = "ScheduleAnyway",
        LabelSelector = new LabelSelectorArgs { MatchLabels = selecting },
    };

    private static string VolumeName(string path) => path.Trim('/').Replace('/', '-').Replace('.', '-').Replace('_', '-').ToLowerInvariant();

    private static ProbeArgs Probe(Service service, Probe probe)
    {
        var args = new ProbeArgs
        {
            PeriodSeconds = Quantities.Seconds(probe.Period),
            TimeoutSeconds = Quantities.Seconds(probe.Timeout),
            FailureThreshold = probe.FailureThreshold,
        };
        if (probe.InitialDelay > TimeSpan.Zero)
        {
            args.InitialDelaySeconds = Quantities.Seconds(probe.InitialDelay);
        }

        switch (probe.Action)
        {
            case ProbeAction.HttpGet(var path, var port):
                args.HttpGet = new HTTPGetActionArgs { Path = path, Port = port };
                break;
            case ProbeAction.HttpGetEach each:
                args.Exec = new ExecActionArgs { Command = service.Asking(each.Urls) };
                break;
            case ProbeAction.Exec(var arguments):
                args.Exec = new ExecActionArgs { Command = arguments };
                break;
        }

        return args;
    }
}
