using System.Collections;
using k8s.Models;

namespace Infra.Facts.Pods;

/// <summary>Finds the pods that objects of the Kubernetes API make.</summary>
internal static class PodReader
{
    /// <summary>Reads the pods of an object: none where its kind makes none, several where a custom resource holds several
    /// templates.</summary>
    /// <param name="kind">Kind of the object.</param>
    /// <param name="name">Name for findings.</param>
    /// <param name="content">The object: maps, lists, texts, numbers, booleans, by their names in the API.</param>
    /// <exception cref="PodException">What stands there is no pod.</exception>
    public static IEnumerable<Pod> Read(string kind, string name, IReadOnlyDictionary<string, object?> content)
    {
        var space = At(content, "metadata", "namespace") as string ?? "";
        return Templates(kind, content).Select(template => new Pod(new(kind, space, name), Typed(name, template)));
    }

    private static IEnumerable<object?> Templates(string kind, IReadOnlyDictionary<string, object?> content) => kind switch
    {
        "Pod" => [content],
        "PodTemplate" => Present(At(content, "template")),
        "Deployment" or "StatefulSet" or "DaemonSet" or "ReplicaSet" or "ReplicationController" or "Job" =>
            Present(At(content, "spec", "template")),
        "CronJob" => Present(At(content, "spec", "jobTemplate", "spec", "template")),

        // An operator makes pods of what looks like one.
        _ when content.ContainsKey("spec") => Nested(content["spec"]),
        _ => [],
    };

    private static IEnumerable<object?> Present(object? template) => template is null ? [] : [template];

    private static IEnumerable<object?> Nested(object? value) => value switch
    {
        IReadOnlyDictionary<string, object?> map when At(map, "spec", "containers") is IEnumerable and not string => [map],
        IReadOnlyDictionary<string, object?> map => map.Values.SelectMany(Nested),
        string => [],
        IEnumerable items => items.Cast<object?>().SelectMany(Nested),
        _ => [],
    };

    private static object? At(object? value, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            value = value is IReadOnlyDictionary<string, object?> map && map.TryGetValue(name, out var inner) ? inner : null;
        }

        return value;
    }

    private static V1PodTemplateSpec Typed(string name, object? template)
    {
        try
        {
            return TypedReader.Read<V1PodTemplateSpec>(template);
        }
        catch (FormatException e)
        {
            throw new PodException($"{name} is no pod that an API server would take: {e.Message}", e);
        }
    }
}
