using System.Collections;
using Infra.Files;
using Infra.Planning;
using Infra.Systems;

namespace Infra.Tests.Components;

/// <summary>How pods are counted, reached and stopped on a cluster.</summary>
public sealed class KubernetesPodsTests
{
    [Theory]
    [MemberData(nameof(Plans.OnKubernetes), MemberType = typeof(Plans))]
    public async Task Memory_is_a_target_only_where_the_system_asks_for_it(string stack, string system)
    {
        var plan = await Plans.Of(stack, system, Topology.Kubernetes);
        var scalers = plan.Deployed.Where(resource => resource.Kind == "HorizontalPodAutoscaler").ToArray();
        Assert.NotEmpty(scalers);
        Assert.All(scalers, scaler => Assert.Equal(
            plan.Settings.System.Service(scaler.Name).OnKubernetes.Autoscaling.ByMemory ? ["cpu", "memory"] : new[] { "cpu" },
            Items(scaler.Inputs, "spec", "metrics").Select(metric => (string)Read.At(metric, "resource", "name")!)));
    }

    /// <summary>The first creation has a number, or a system would begin with one pod; what is applied again has none.</summary>
    [Theory]
    [MemberData(nameof(Plans.OnKubernetes), MemberType = typeof(Plans))]
    public async Task Nobody_sets_the_number_back_that_an_autoscaler_chose(string stack, string system)
    {
        var plan = await Plans.Of(stack, system, Topology.Kubernetes);
        var scaled = plan.Deployed.Where(resource => resource.Kind == "HorizontalPodAutoscaler").Select(scaler => scaler.Name).ToHashSet();
        var rendered = Manifests.Render(plan);
        foreach (var deployment in plan.Deployed.Where(resource => resource.Kind == "Deployment"))
        {
            var file = rendered.Single(file => file.Path.EndsWith($"-deployment-{deployment.Name}.yaml", StringComparison.Ordinal));
            Assert.Equal(!scaled.Contains(deployment.Name), file.Content.Contains("\n  replicas:", StringComparison.Ordinal));
            Assert.Equal(scaled.Contains(deployment.Name), deployment.IgnoredChanges.Contains("spec.replicas"));
            Assert.NotNull(Read.At(deployment, "spec", "replicas"));
        }
    }

    [Theory]
    [MemberData(nameof(Plans.OnKubernetes), MemberType = typeof(Plans))]
    public async Task Exporters_reach_what_they_tell_about_and_nothing_else(string stack, string system)
    {
        var plan = await Plans.Of(stack, system, Topology.Kubernetes);
        Assert.Equal(["pods redis 6379"], Reach(plan, "redis-exporter"));
        if (plan.Settings.System.Needs<Postgres>().Any())
        {
            Assert.Equal([$"network {plan.Settings.VpcRange} 25060"], Reach(plan, "postgres-exporter"));
        }
    }

    [Fact]
    public async Task The_exporter_of_a_managed_store_reaches_that()
    {
        var plan = await PlanRecorder.RecordAsync(Settings.Of("prod", "car-api", Topology.Kubernetes, ("managedCache", "true")));
        Assert.Equal([$"network {plan.Settings.VpcRange} 25061"], Reach(plan, "redis-exporter"));
    }

    [Theory]
    [MemberData(nameof(Plans.OnKubernetes), MemberType = typeof(Plans))]
    public async Task Endpoints_are_gone_before_a_pod_is_told_to_stop_and_it_may_finish(string stack, string system)
    {
        var plan = await Plans.Of(stack, system, Topology.Kubernetes);
        foreach (var service in plan.Settings.System.ServicesIn(Topology.Kubernetes))
        {
            var deployment = plan.Deployed.Single(resource => resource.Kind == "Deployment" && resource.Name == service.Name);
            var pod = Read.At(deployment, "spec", "template", "spec");
            var pause = Read.At(pod, "containers", 0, "lifecycle", "preStop", "sleep", "seconds") as double? ?? 0;
            Assert.Equal(service.ServesTraffic, pause >= 10);
            Assert.True((double)Read.At(pod, "terminationGracePeriodSeconds")! > pause + service.StopTimeout.TotalSeconds);
        }
    }

    private static string[] Reach(Plan plan, string component)
    {
        var policy = plan.Deployed.Single(resource => resource.Kind == "NetworkPolicy" && resource.Name == component);
        return
        [
            .. from rule in Items(policy.Inputs, "spec", "egress")
               from peer in Items(rule, "to")
               from port in Items(rule, "ports")
               let pods = Read.At(peer, "podSelector", "matchLabels", "app.kubernetes.io/component")
               select $"{(pods is null ? $"network {Read.At(peer, "ipBlock", "cidr")}" : $"pods {pods}")} {Read.At(port, "port")}",
        ];
    }

    private static IEnumerable<object?> Items(object? value, params object[] path) =>
        Read.At(value, path) is IEnumerable items and not string ? items.Cast<object?>() : [];
}
