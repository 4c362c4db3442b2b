using System.Collections.Concurrent;
using Infra.Settings;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;

namespace Infra.Planning;

/// <summary>Runs the program in process and writes down what it would create.</summary>
public sealed class PlanRecorder : IMocks, IServiceProvider
{
    private readonly Func<StackSettings> load;
    private readonly ConcurrentDictionary<string, ImmutableDictionary<string, object>> inputs = new(StringComparer.Ordinal);
    private readonly List<(Resource Resource, ResourceOptions Options)> registered = [];
    private StackSettings? settings;
    private SettingsException? mistakes;

    private PlanRecorder(Func<StackSettings> load) => this.load = load;

    /// <summary>Computes the plan of a stack.</summary>
    public static Task<Plan> RecordAsync(StackSettings settings) => RecordAsync(settings.StackName, () => settings);

    /// <summary>Computes the plan of a stack whose settings can only be read within a deployment.</summary>
    /// <exception cref="SettingsException">The settings are wrong.</exception>
    public static async Task<Plan> RecordAsync(string stackName, Func<StackSettings> load)
    {
        var recorder = new PlanRecorder(load);
        try
        {
            var resources = await Deployment.TestWithServiceProviderAsync<PlatformStack>(recorder, recorder, new TestOptions
            {
                ProjectName = SettingsCatalogue.Namespace,
                StackName = stackName,
                IsPreview = false, // Every value is known, so that nothing that depends on one is left out of the plan.
            });
            return new()
            {
                Settings = recorder.settings!,
                Resources = await recorder.PlannedAsync(),
                Outputs = await OutputsAsync(resources.OfType<PlatformStack>().Single()),
            };
        }
        catch (Exception) when (recorder.mistakes is not null)
        {
            throw recorder.mistakes;
        }
    }

    /// <inheritdoc/>
    Task<(string? id, object state)> IMocks.NewResourceAsync(MockResourceArgs args)
    {
        var name = args.Name ?? "";
        inputs[$"{args.Type}::{name}"] = args.Inputs;
        return Task.FromResult<(string?, object)>((SimulatedCloud.IdOf(args.Type ?? "", name), SimulatedCloud.StateOf(args.Type ?? "", name, args.Inputs)));
    }

    /// <inheritdoc/>
    Task<object> IMocks.CallAsync(MockCallArgs args) => Task.FromResult<object>(SimulatedCloud.Answer(args.Token ?? "", args.Args));

    /// <inheritdoc/>
    object? IServiceProvider.GetService(Type serviceType)
    {
        if (serviceType != typeof(PlatformStack))
        {
            return null;
        }

        try
        {
            settings = load();
        }
        catch (SettingsException e)
        {
            mistakes = e; // The deployment wraps what it fails with; the caller wants the mistakes themselves.
            throw;
        }

        return new PlatformStack(settings, new StackOptions { ResourceTransformations = { Register } });
    }

    private static async Task<ImmutableArray<PlannedOutput>> OutputsAsync(PlatformStack stack)
    {
        var outputs = ImmutableArray.CreateBuilder<PlannedOutput>();
        foreach (var (name, output) in stack.Outputs)
        {
            var value = await Output.IsSecretAsync(output) ? SecretMark.Shown : SecretMark.Hide(await OutputUtilities.GetValueAsync(output) ?? "");
            if (value.Length > 0)
            {
                outputs.Add(new(name, value));
            }
        }

        return outputs.ToImmutable();
    }

    /// <summary>Called in the constructor of every resource, so in the order of the program.</summary>
    private ResourceTransformationResult? Register(ResourceTransformationArgs args)
    {
        lock (registered)
        {
            registered.Add((args.Resource, args.Options));
        }

        return null;
    }

    private async Task<ImmutableArray<PlannedResource>> PlannedAsync()
    {
        var planned = ImmutableArray.CreateBuilder<PlannedResource>(registered.Count);
        foreach (var (resource, options) in registered.Where(entry => entry.Resource is not Stack))
        {
            var dependencies = await OutputUtilities.GetValueAsync(options.DependsOn.ToOutput());
            planned.Add(new()
            {
                Type = resource.GetResourceType(),
                Name = resource.GetResourceName(),
                Parent = options.Parent is null or Stack ? "" : KeyOf(options.Parent),
                IsComponent = resource is ComponentResource,
                Inputs = inputs.TryGetValue(KeyOf(resource), out var recorded)
                    ? recorded.ToImmutableSortedDictionary(pair => pair.Key, pair => (object?)pair.Value, StringComparer.Ordinal)
                    : ImmutableSortedDictionary<string, object?>.Empty,
                Protected = options.Protect ?? false,
                IgnoredChanges = [.. options.IgnoreChanges],
                Provider = options is CustomResourceOptions { Provider: { } provider } ? KeyOf(provider) : "",
                DeletedBeforeReplaced = options is CustomResourceOptions { DeleteBeforeReplace: true },
                Retained = options.RetainOnDelete ?? false,
                CreationLimit = options.CustomTimeouts?.Create,
                DependsOn = dependencies.IsDefaultOrEmpty ? [] : [.. dependencies.Select(KeyOf)],
            });
        }

        return planned.ToImmutable();
    }

    private static string KeyOf(Resource resource) => $"{resource.GetResourceType()}::{resource.GetResourceName()}";
}
