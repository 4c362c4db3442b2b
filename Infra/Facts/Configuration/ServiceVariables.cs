using Infra.Facts.Pods;
using Infra.Files.Nginx;
using Infra.Planning;
using Infra.Systems;

namespace Infra.Facts.Configuration;

/// <summary>The variables that a program of a system sees when it runs, with their values; null for what is secret, and for what only a
/// release knows.</summary>
internal static class ServiceVariables
{
    private const string FileSuffix = "_FILE";

    /// <summary>The variables of a service or a migration.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="name">Name of the service or the migration.</param>
    /// <returns>None where it does not run.</returns>
    public static IEnumerable<ImmutableDictionary<string, string?>> Of(Plan plan, string name) => plan.Settings.Topology == Topology.Kubernetes
        ? PlanFacts.Of(plan).Pods.Where(pod => pod.Owner.Name == name).Select(pod => OfPod(plan, pod))
        : PlanFacts.Of(plan).Containers.Where(container => container.Name == name
                || Colours.Both.Any(colour => container.Name == Colours.Of(name, colour)))
            .Select(container => OnServer(plan, name, container.Environment));

    private static ImmutableDictionary<string, string?> OfPod(Plan plan, Pod pod)
    {
        var cluster = PlanFacts.Of(plan).Cluster;
        var found = ImmutableDictionary.CreateBuilder<string, string?>(StringComparer.Ordinal);
        foreach (var container in pod.Containers.Where(container => container.Role == ContainerRole.Main).Select(one => one.Definition))
        {
            foreach (var source in container.EnvFrom ?? [])
            {
                foreach (var map in cluster.ConfigMaps.Where(map => map.Namespace == pod.Owner.Namespace && map.Name == source.ConfigMapRef?.Name))
                {
                    Add(found, map.Content.Data?.Select(entry => (entry.Key, (string?)entry.Value)));
                }

                foreach (var secret in cluster.Secrets.Where(secret => secret.Namespace == pod.Owner.Namespace && secret.Name == source.SecretRef?.Name))
                {
                    Add(found, secret.Content.StringData?.Keys.Select(key => (key, (string?)null)));
                }
            }

            Add(found, (container.Env ?? []).Select(variable => (variable.Name, variable.ValueFrom is null ? variable.Value ?? "" : null)));
        }

        var mounted = (from volume in pod.Spec.Volumes ?? []
                       where volume.Secret is not null
                       from secret in cluster.Secrets
                       where secret.Namespace == pod.Owner.Namespace && secret.Name == volume.Secret.SecretName
                       from key in secret.Content.StringData?.Keys ?? []
                       from mount in pod.Containers.SelectMany(container => container.Definition.VolumeMounts ?? [])
                       where mount.Name == volume.Name
                       select $"{mount.MountPath}/{key}").ToHashSet(StringComparer.Ordinal);
        return WithFiles(found, mounted.Contains);
    }

    // What the server's `install` reads: which variables and secrets a service gets; the values are sent beside it.
    private static ImmutableDictionary<string, string?> OnServer(Plan plan, string name, IReadOnlyDictionary<string, object?> own)
    {
        var found = ImmutableDictionary.CreateBuilder<string, string?>(StringComparer.Ordinal);
        var lines = (plan.Files.FirstOrDefault(file => file.Path == $"services/{name}")?.Content ?? "").Split('\n')
            .Select(line => line.Split(' ')).ToArray();
        var sent = lines.Any(words => words is ["connection", "direct"]) ? "environment-direct" : "environment";
        var values = GivenValue.Of(plan).Where(value => value.Holder == sent).ToLookup(value => value.Name, value => value.Value);
        Add(found, lines.Where(words => words is ["variable", _]).Select(words => words[1]).Where(values.Contains)
            .Select(variable => (variable, (string?)values[variable].First())));
        Add(found, lines.Where(words => words is ["secret", _, _]).Select(words => (words[1], (string?)null)));
        Add(found, own.Select(entry => (entry.Key, (string?)$"{entry.Value}")));
        var sentAsFiles = lines.Where(words => words is ["file", _, _]).Select(words => words[2]).ToHashSet(StringComparer.Ordinal);
        return WithFiles(found, path => sentAsFiles.Contains(path.Split('/')[^1]));
    }

    // NAME_FILE says where the value of NAME stands.
    private static ImmutableDictionary<string, string?> WithFiles(ImmutableDictionary<string, string?>.Builder found, Func<string, bool> isThere)
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
