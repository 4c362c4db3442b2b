using Infra.Reports;
using Infra.Settings;
using Pulumi;
using Pulumi.DigitalOcean;

namespace Infra;

/// <summary>The part of the gate that needs the stack's state, which only the engine has: a hook on each resource with values that the
/// provider never takes back. It runs in previews as well, before anything was changed. What must not be replaced or deleted is protected, and
/// the engine refuses that itself.</summary>
internal sealed class StateGate : IServiceProvider
{
    private ResourceHook? hook;

    /// <summary>Makes the platform with the hooks, from what the engine's configuration says.</summary>
    /// <exception cref="SettingsException">The configuration is wrong.</exception>
    public object? GetService(Type serviceType)
    {
        if (serviceType != typeof(PlatformStack))
        {
            return null;
        }

        hook = new ResourceHook("never-taken-back", (args, _) => Refuse(args), new ResourceHookOptions { OnDryRun = true });
        return new PlatformStack(SettingsLoader.Load(new EngineConfiguration()), new StackOptions { ResourceTransformations = { Bind } });
    }

    /// <summary>Whether a resource has values that the provider never takes back.</summary>
    internal static bool Watches(Resource resource) => resource is DatabaseCluster or DatabaseReplica or KubernetesCluster;

    /// <summary>Refuses an update that asks for such a value.</summary>
    /// <exception cref="InvalidOperationException">It does; the engine shows the message and updates nothing.</exception>
    internal static Task Refuse(ResourceHookArgs args)
    {
        var refused = OneWayProperties.Among(args.Type, args.OldInputs, args.OldOutputs, args.NewInputs).ToArray();
        return refused.Length == 0
            ? Task.CompletedTask
            : throw new InvalidOperationException(string.Join('\n', refused.Select(change =>
                $"{args.Name} cannot go back from {change.Before} to {change.After} ({change.Path}): {change.OneWay}; "
                    + "set the value back and run again")));
    }

    private ResourceTransformationResult? Bind(ResourceTransformationArgs args)
    {
        if (!Watches(args.Resource))
        {
            return null;
        }

        args.Options.Hooks.BeforeUpdate.Add(hook!);
        return new ResourceTransformationResult(args.Args, args.Options);
    }
}
