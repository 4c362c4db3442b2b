using Infra.Facts.Cluster;
using Infra.Facts.Compose;
using Infra.Facts.Pods;
using Infra.Files.Nginx;
using Infra.Planning;
using Infra.Systems;
using k8s.Models;

namespace Infra.Facts.Configuration;

/// <summary>The variables that a program of a system sees when it runs, with their values; null for what is secret, and for what only a
/// release knows.</summary>
internal sealed class ServiceVariables
{
    private const string FileSuffix = "_FILE";

    private readonly Plan plan;
    private readonly ILookup<string, Pod> pods;
    private readonly ILookup<string, ComposeContainer> containers;
    private readonly ILookup<(string Space, string Name), ClusterObject<V1ConfigMap>> maps;
    private readonly ILookup<(string Space, string Name), ClusterObject<V1Secret>> secrets;
    private readonly ILookup<(string Holder, string Name), string> sent;

    /// <summary>Gets the variables of a plan ready to be asked for.</summary>
    /// <param name="plan">The plan.</param>
    public ServiceVariables(Plan plan)
    {
        this.plan = plan;
        var facts = PlanFacts.Of(plan);
        pods = facts.Pods.ToLookup(pod => pod.Owner.Name);
        containers = facts.Containers.ToLookup(container => container.Name);
        maps = facts.Cluster.ConfigMaps.ToLookup(map => (map.Namespace, map.Name));
        secrets = facts.Cluster.Secrets.ToLookup(secret => (secret.Namespace, secret.Name));
        sent = facts.Given.ToLookup(value => (value.Holder, value.Name), value => value.Value);
    }

    /// <summary>The variables of a service or a migration.</summary>
    /// <param name="name">Name of the service or the migration.</param>
    /// <returns>One for each form in which it runs; none where it does not.</returns>
    public IEnumerable<ImmutableDictionary<string, string?>> Of(string name) => plan.Settings.Topology == Topology.Kubernetes
        ? pods[name].Select(OfPod)
        : Colours.Both.Select(colour => Colours.Of(name, colour)).Prepend(name).SelectMany(container => containers[container])
            .Select(container => OnServer(name, container.Environment));

    private ImmutableDictionary<string, string?> OfPod(Pod pod)
    {
        var found = ImmutableDictionary.CreateBuilder<string, string?>(StringComparer.Ordinal);
        foreach (var container in pod.Containers.Where(container => container.Role == ContainerRole.Main).Select(one => one.Definition))
        {
            foreach (var source in container.EnvFrom ?? [])
            {
                foreach (var map in maps[(pod.Owner.Namespace, source.ConfigMapRef?.Name ?? "")])
                {
                    Add(found, map.Content.Data?.Select(entry => (entry.Key, (string?)entry.Value)));
                }

                foreach (var secret in secrets[(pod.Owner.Namespace, source.SecretRef?.Name ?? "")])
                {
                    Add(found, secret.Content.StringData?.Keys.Select(key => (key, (string?)null)));
                }
            }

            Add(found, (container.Env ?? []).Select(variable => (variable.Name, variable.ValueFrom is null ? variable.Value ?? "" : null)));
        }

        var mounted = (from volume in pod.Spec.Volumes ?? []
                       where volume.Secret is not null
                       from secret in secrets[(pod.Owner.Namespace, volume.Secret.SecretName ?? "")]
                       from key in secret.Content.StringData?.Keys ?? []
                       from mount in pod.Containers.SelectMany(container => container.Definition.VolumeMounts ?? [])
                       where mount.Name == volume.Name
                       select $"{mount.MountPath}/{key}").ToHashSet(StringComparer.Ordinal);
        return WithFiles(found, mounted.Contains);
    }

    // What the server's `install` reads: which variables and secrets a service gets; the values are sent beside it.
    private ImmutableDictionary<string, string?> OnServer(string name, IReadOnlyDictionary<string, string?> own)
    {
        var found = ImmutableDictionary.CreateBuilder<string, string?>(StringComparer.Ordinal);
        var lines = (plan.Files.FirstOrDefault(file => file.Path == $"services/{name}")?.Content ?? "").Split('\n')
            .Select(line => line.Split(' ')).ToArray();
        var command = lines.Any(words => words is ["connection", "direct"]) ? "environment-direct" : "environment";
        Add(found, lines.Where(words => words is ["variable", _]).Select(words => words[1]).Where(variable =>
            sent.Contains((command, variable)))
            .Select(variable => (variable, (string?)sent[(command, variable)].First())));
        Add(found, lines.Where(words => words is ["secret", _, _]).Select(words => (words[1], (string?)null)));
        Add(found, own.Select(entry => (entry.Key, (string?)$"{entry.Value}")));
        var sentAsFiles = lines.Where(words => words is ["file", _, _]).Select(words => words[2]).ToHashSet(StringComparer.Ordinal);
        return WithFiles(found, path => sentAsFiles.Contains(path.Split('/')[^1]));
    }

    // NAME_FILE says where the value of NAME stands.
    private static ImmutableDictionary<string, string?> WithFiles(ImmutableDictionary<string, string?>.Builder found, Func<string,
        bool> isThere)
    {
        foreach (var name in found.Where(entry => entry.Key.EndsWith(FileSuffix, StringComparison.Ordinal) && isThere(entry.Value ?? ""))
            .Select(entry => entry.Key).ToArray())
        {
            found.TryAdd(name[..^FileSuffix.Length], null);
        }

        return found.ToImmutable();
    }

    private static void Add(ImmutableDictionary<string, string?>.Builder found, IEnumerable<(string Name, string? Value)>? values)
    {
        foreach (var (name, value) in values ?? [])
        {
            found[name] = value;
        }
    }
}
