using System.Collections.Concurrent;
using Infra.Planning;
using Infra.Settings;
using Infra.Systems;

namespace Infra.Tests;

/// <summary>The plans of the repository's own stacks: each is computed once and shared by all tests that look at it.</summary>
public static class Plans
{
    private static readonly ConcurrentDictionary<(string Stack, string System, Topology Topology), Lazy<Task<Plan>>> Known = new();

    /// <summary>Root of the repository: the directory of Pulumi.yaml.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>Every stack and system on Kubernetes.</summary>
    public static TheoryData<string, string> OnKubernetes
    {
        get
        {
            var stacks = new TheoryData<string, string>();
            foreach (var (stack, system) in from stack in Stacks from system in SystemCatalogue.Names select (stack, system))
            {
                stacks.Add(stack, system);
            }

            return stacks;
        }
    }

    /// <summary>Every stack and system in every topology.</summary>
    public static TheoryData<string, string, Topology> Everywhere
    {
        get
        {
            var stacks = new TheoryData<string, string, Topology>();
            foreach (var (stack, system) in from stack in Stacks from system in SystemCatalogue.Names select (stack, system))
            {
                stacks.Add(stack, system, Topology.Droplet);
                stacks.Add(stack, system, Topology.Kubernetes);
            }

            return stacks;
        }
    }

    private static string[] Stacks => ["dev", "prod"];

    /// <summary>The plan of a stack's file, for a system in a topology.</summary>
    public static Task<Plan> Of(string stack, string system, Topology topology) =>
        Known.GetOrAdd((stack, system, topology), key => new(() => PlanRecorder.RecordAsync(SettingsOf(key.Stack, key.System, key.Topology)))).Value;

    /// <summary>The settings of a stack's file, for a system in a topology.</summary>
    public static StackSettings SettingsOf(string stack, string system, Topology topology) => SettingsLoader.Load(StackFiles.Read(Repository, stack)
        .With(SettingsCatalogue.System.Key, system, "test")
        .With(SettingsCatalogue.Topology.Key, topology.ToString().ToLowerInvariant(), "test"));

    private static string FindRepository()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Pulumi.yaml")))
        {
            directory = Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("the tests do not run below the repository");
        }

        return directory;
    }
}
