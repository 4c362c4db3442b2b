using System.Collections;
using Infra.Planning;
using Infra.Systems;

namespace Infra.Tests.Planning;

/// <summary>What waits for what on a cluster, and for how long.</summary>
public sealed class OrderTests
{
    private const string Pool = "digitalocean:index/kubernetesNodePool:KubernetesNodePool::cluster-nodes";
    private const string Store = "kubernetes:apps/v1:StatefulSet::redis";
    private const int SchedulingSeconds = 600; // Minutes until the cluster's autoscaler has made a node.

    [Theory]
    [MemberData(nameof(Plans.OnKubernetes), MemberType = typeof(Plans))]
    public async Task Pods_and_charts_wait_for_nodes_to_run_on(string stack, string system)
    {
        var plan = await Plans.Of(stack, system, Topology.Kubernetes);
        var running = plan.Deployed.Where(resource => Pod(resource) is not null || resource.Kind == "Release").ToArray();
        Assert.NotEmpty(running);
        Assert.All(running, resource => Assert.Contains(Pool, plan.Before(resource)));
    }

    [Theory]
    [MemberData(nameof(Plans.OnKubernetes), MemberType = typeof(Plans))]
    public async Task Pods_wait_for_the_rules_of_their_namespace_their_account_and_their_configuration(string stack, string system)
    {
        var plan = await Plans.Of(stack, system, Topology.Kubernetes);
        foreach (var resource in plan.Deployed.Where(resource => Pod(resource) is not null))
        {
            var before = plan.Before(resource);
            var pod = Pod(resource);
            string[] needed =
            [
                "kubernetes:networking.k8s.io/v1:NetworkPolicy::default-deny", "kubernetes:networking.k8s.io/v1:NetworkPolicy::allow-dns",
                "kubernetes:core/v1:ResourceQuota::quota",
                KeyOf(plan, "ServiceAccount", (string)Read.At(pod, "serviceAccountName")!),
                .. References(pod).Select(reference => KeyOf(plan, reference.Kind, reference.Name)),
            ];
            Assert.Empty(needed.Except(before).Select(key => $"{resource.Key} does not wait for {key}"));
        }
    }

    [Theory]
    [MemberData(nameof(Plans.OnKubernetes), MemberType = typeof(Plans))]
    public async Task What_connects_to_the_store_waits_until_it_answers(string stack, string system)
    {
        var plan = await Plans.Of(stack, system, Topology.Kubernetes);
        string[] store = [Store, "kubernetes:core/v1:Service::redis", "kubernetes:networking.k8s.io/v1:NetworkPolicy::redis"];
        var clients = plan.Deployed.Where(resource => resource.Kind is "Deployment" or "Job" && Reaches(plan, resource, "redis")).ToArray();
        Assert.Contains(clients, resource => resource.Name == "redis-exporter");
        Assert.Empty(from client in clients
                     from key in store.Except(plan.Before(client))
                     select $"{client.Key} does not wait for {key}");
        if (plan.Settings.NeedsBackup && !plan.Settings.System.Migrations.IsEmpty)
        {
            Assert.Contains(clients, resource => resource.Name == "backup-before-release");
        }
    }

    [Theory]
    [MemberData(nameof(Plans.OnKubernetes), MemberType = typeof(Plans))]
    public async Task Services_wait_for_migrations_these_for_a_backup_and_for_the_right_to_migrate(string stack, string system)
    {
        var plan = await Plans.Of(stack, system, Topology.Kubernetes);
        ImmutableArray<string> earlier = [];
        foreach (var migration in plan.Settings.System.Migrations)
        {
            var job = plan.Deployed.Single(resource => resource.Kind == "Job" && resource.Name == migration.Service);
            earlier = earlier.IsEmpty ? [Job("backup-before-release"), Job("database-rights")] : earlier;
            Assert.Empty(earlier.Except(plan.Before(job)));
            earlier = earlier.Add(job.Key);
        }

        foreach (var service in plan.Settings.System.ServicesIn(Topology.Kubernetes))
        {
            var deployment = plan.Deployed.Single(resource => resource.Kind == "Deployment" && resource.Name == service.Name);
            Assert.Empty(earlier.Except(plan.Before(deployment)));
        }
    }

    /// <summary>The engine gives a Job up after ten minutes unless told otherwise, also one that Kubernetes goes on with.</summary>
    [Theory]
    [MemberData(nameof(Plans.OnKubernetes), MemberType = typeof(Plans))]
    public async Task Jobs_have_the_time_of_their_work_and_of_a_new_node_and_the_engine_waits_for_them(string stack, string system)
    {
        var plan = await Plans.Of(stack, system, Topology.Kubernetes);
        foreach (var job in plan.Deployed.Where(resource => resource.Kind == "Job"))
        {
            var migration = plan.Settings.System.Migrations.FirstOrDefault(migration => migration.Service == job.Name);
            var work = migration?.Timeout.TotalSeconds ?? 60;
            var deadline = (double)Read.At(job, "spec", "activeDeadlineSeconds")!;
            Assert.True(deadline >= SchedulingSeconds + work, $"{job.Name} has {deadline} seconds");
            Assert.True(job.CreationLimit?.TotalSeconds > deadline, $"the engine gives {job.Name} up before Kubernetes does");
            Assert.Equal("true", Read.At(job, "metadata", "annotations", "pulumi.com/replaceUnready"));
            Assert.True(job.DeletedBeforeReplaced);
        }
    }

    [Fact]
    public async Task What_a_provider_waits_for_comes_before_what_it_makes()
    {
        var plan = await Plans.Of("prod", "car-api", Topology.Kubernetes);
        var without = plan with
        {
            Resources = [.. plan.Resources.Select(resource => resource.Kind == "kubernetes" ? resource with { DependsOn = [] } : resource)],
        };
        Assert.Contains(Pool, plan.Before(plan.Deployed.Single(resource => resource is { Kind: "Deployment", Name: "api" })));
        var api = without.Deployed.Single(resource => resource is { Kind: "Deployment", Name: "api" });
        Assert.DoesNotContain(without.Before(api), key => key.Contains("NodePool", StringComparison.Ordinal));
    }

    private static string Job(string name) => $"kubernetes:batch/v1:Job::{name}";

    private static object? Pod(PlannedResource resource) => resource.Kind switch
    {
        "Deployment" or "StatefulSet" or "Job" => Read.At(resource, "spec", "template", "spec"),
        "CronJob" => Read.At(resource, "spec", "jobTemplate", "spec", "template", "spec"),
        _ => null,
    };

    private static string KeyOf(Plan plan, string kind, string name) =>
        plan.Deployed.Single(resource => resource.Kind == kind && Equals(Read.At(resource, "metadata", "name"), name)
            && Equals(Read.At(resource, "metadata", "namespace"), plan.Settings.System.Name)).Key;

    private static IEnumerable<(string Kind, string Name)> References(object? pod)
    {
        foreach (var container in Items(pod, "containers").Concat(Items(pod, "initContainers")))
        {
            foreach (var source in Items(container, "envFrom"))
            {
                if (Read.At(source, "configMapRef", "name") is string map)
                {
                    yield return ("ConfigMap", map);
                }
            }

            foreach (var variable in Items(container, "env"))
            {
                if (Read.At(variable, "valueFrom", "secretKeyRef", "name") is string secret)
                {
                    yield return ("Secret", secret);
                }
            }
        }

        foreach (var volume in Items(pod, "volumes"))
        {
            if (Read.At(volume, "configMap", "name") is string map)
            {
                yield return ("ConfigMap", map);
            }

            if (Read.At(volume, "secret", "secretName") is string secret)
            {
                yield return ("Secret", secret);
            }
        }
    }

    /// <summary>Whether the network policy of a workload's pods lets them connect to a component.</summary>
    private static bool Reaches(Plan plan, PlannedResource workload, string component)
    {
        var labels = Read.At(workload, "spec", "template", "metadata", "labels");
        return plan.Deployed.Where(policy => policy.Kind == "NetworkPolicy"
                && Entries(policy, "spec", "podSelector", "matchLabels") is { Count: > 0 } selector
                && Equals(Read.At(policy, "metadata", "namespace"), Read.At(workload, "metadata", "namespace"))
                && selector.All(label => Equals(Read.At(labels, label.Key), label.Value)))
            .SelectMany(policy => Items(policy.Inputs, "spec", "egress")).SelectMany(rule => Items(rule, "to"))
            .Any(peer => Equals(Read.At(peer, "podSelector", "matchLabels", "app.kubernetes.io/component"), component));
    }

    private static IReadOnlyDictionary<string, object?>? Entries(PlannedResource resource, params object[] path) =>
        Read.At(resource, path) as IReadOnlyDictionary<string, object?>;

    private static IEnumerable<object?> Items(object? value, params object[] path) =>
        Read.At(value, path) is IEnumerable items and not string ? items.Cast<object?>() : [];
}
