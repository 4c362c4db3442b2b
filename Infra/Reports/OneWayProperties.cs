using System.Globalization;
using Infra.Settings;

namespace Infra.Reports;

/// <summary>Values that a provider never takes back: a plan that asks for it stops half-way, after everything before it was changed.</summary>
public static class OneWayProperties
{
    private const string Database = "digitalocean:index/databaseCluster:DatabaseCluster";
    private const string Replica = "digitalocean:index/databaseReplica:DatabaseReplica";
    private const string Cluster = "digitalocean:index/kubernetesCluster:KubernetesCluster";
    private const string Disk = "a disk never shrinks; restore a backup into a new, smaller one";

    /// <summary>Why a value cannot go back; empty where it can.</summary>
    /// <param name="type">Type of the resource.</param>
    /// <param name="path">Path of names.</param>
    /// <param name="before">Value before.</param>
    /// <param name="after">Value after.</param>
    public static string Reason(string type, string path, string before, string after) => (type, path) switch
    {
        // DigitalOcean, Managed Databases: upgrades of the major version are one-way, and so are resizes.
        (Database, "version") when Version(after) < Version(before) => "a major version of a database is never taken back; restore a backup into a new server of the older version",
        (Database or Replica, "size") when Size(after) < Size(before) => "a database server never becomes smaller; restore a backup into a new, smaller one",
        (Database or Replica, "storageSizeMib") when Number(after) < Number(before) => Disk,

        // terraform-provider-digitalocean, resource_volume.go:113 (2026-08).
        ("digitalocean:index/volume:Volume", "size") when Number(after) < Number(before) => Disk,

        // DigitalOcean API specification, kubernetes/models/cluster.yml (2026-08): high availability cannot be disabled, and a version never goes back.
        (Cluster, "ha") when before == "true" && after is "false" or "" => "a control plane with high availability is never made a single one; deploy a new cluster",
        (Cluster, "version") when Version(after) < Version(before) => "a version of Kubernetes is never taken back; deploy a new cluster",
        _ => "",
    };

    /// <summary>The changed values of a resource that cannot go back: from what was asked for before, or from what the cloud has said since,
    /// as of a disk that has grown by itself.</summary>
    /// <param name="type">Type of the resource.</param>
    /// <param name="inputs">Inputs before.</param>
    /// <param name="outputs">Outputs before.</param>
    /// <param name="now">Inputs now.</param>
    public static IEnumerable<PropertyChange> Among(
        string type,
        IReadOnlyDictionary<string, object?>? inputs,
        IReadOnlyDictionary<string, object?>? outputs,
        IReadOnlyDictionary<string, object?>? now)
    {
        foreach (var change in PropertyChanges.Between(inputs, now))
        {
            string[] befores = [change.Before, PropertyChanges.Text(outputs?.GetValueOrDefault(change.Path))];
            if (befores.FirstOrDefault(value => Reason(type, change.Path, value, change.After).Length > 0) is { } before)
            {
                yield return change with { Before = before, OneWay = Reason(type, change.Path, before, change.After) };
            }
        }
    }

    /// <summary>The first two numbers of a version; the same for all that have none.</summary>
    private static Version Version(string text)
    {
        var numbers = text.Split('.', '-').Take(2).Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).Append(0).ToArray();
        return new(numbers[0], numbers[1]);
    }

    private static double Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>The memory of a database's size; none where the size is not known, so that nothing is said of what nobody knows.</summary>
    private static long? Size(string slug) => ServerSizes.Databases.FirstOrDefault(size => size.Slug == slug)?.Machine.Memory.WholeMiB;
}
