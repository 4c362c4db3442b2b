using Infra.Settings;
using Infra.Systems;

namespace Infra.Tests.Components;

/// <summary>Settings of the repository's stacks with a few keys of a test's own.</summary>
internal static class Settings
{
    public static StackSettings Of(string stack, string system, Topology topology, params (string Name, string Value)[] changes)
    {
        var files = StackFiles.Read(Plans.Repository, stack)
            .With(SettingsCatalogue.System.Key, system, "test")
            .With(SettingsCatalogue.Topology.Key, topology.ToString().ToLowerInvariant(), "test");
        return SettingsLoader.Load(changes.Aggregate(files, (known, change) => known.With($"{SettingsCatalogue.Namespace}:{change.Name}", change.Value, "test")));
    }
}
