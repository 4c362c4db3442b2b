using System.Collections;
using Infra.Planning;

namespace Infra.Facts;

/// <summary>Finds values in the recorded inputs of a resource, by wire names.</summary>
internal static class Wire
{
    /// <summary>The value at a path of names; null where there is none.</summary>
    public static object? At(object? value, params string[] path)
    {
        foreach (var name in path)
        {
            value = value is IReadOnlyDictionary<string, object?> map && map.TryGetValue(name, out var inner) ? inner : null;
        }

        return value;
    }

    /// <summary>The value at a path of a resource's inputs.</summary>
    public static object? At(this PlannedResource resource, params string[] path) => At(resource.Inputs, path);

    /// <summary>The text at a path; empty where there is none.</summary>
    public static string Text(object? value, params string[] path) => At(value, path) as string ?? "";

    /// <summary>Whether <c>true</c> stands at a path.</summary>
    public static bool IsTrue(object? value, params string[] path) => At(value, path) is true;

    /// <summary>Whether <c>false</c> stands at a path: said, not left out.</summary>
    public static bool IsFalse(object? value, params string[] path) => At(value, path) is false;

    /// <summary>The number at a path; 0 where there is none.</summary>
    public static double Number(object? value, params string[] path) => At(value, path) is double number ? number : 0;

    /// <summary>The items of a list at a path; none where there is no list.</summary>
    public static IEnumerable<object?> Items(object? value, params string[] path) =>
        At(value, path) is IEnumerable items and not string and not IReadOnlyDictionary<string, object?> ? items.Cast<object?>() : [];

    /// <summary>The entries of a map at a path; none where there is no map.</summary>
    public static IEnumerable<KeyValuePair<string, object?>> Entries(object? value, params string[] path) =>
        At(value, path) as IReadOnlyDictionary<string, object?> ?? Enumerable.Empty<KeyValuePair<string, object?>>();

    /// <summary>Every text anywhere in a value.</summary>
    public static IEnumerable<string> Texts(object? value) => value switch
    {
        string text => [text],
        IReadOnlyDictionary<string, object?> map => map.Values.SelectMany(Texts),
        IEnumerable items => items.Cast<object?>().SelectMany(Texts),
        _ => [],
    };

    /// <summary>The specification of the pods that a workload makes; null for what makes none.</summary>
    public static object? PodSpec(PlannedResource resource) => resource.Kind switch
    {
        "Pod" => resource.At("spec"),
        "Deployment" or "StatefulSet" or "DaemonSet" or "Job" or "ReplicaSet" => resource.At("spec", "template", "spec"),
        "CronJob" => resource.At("spec", "jobTemplate", "spec", "template", "spec"),
        _ => null,
    };

    /// <summary>The containers of a pod's specification, those for initialisation included.</summary>
    public static IEnumerable<object?> Containers(object? podSpec) => Items(podSpec, "containers").Concat(Items(podSpec, "initContainers"));
}
