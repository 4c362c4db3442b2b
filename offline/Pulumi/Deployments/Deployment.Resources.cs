using System.Collections.Immutable;
using Pulumi.Serialization;

namespace Pulumi;

public sealed partial class Deployment
{
    private int _pendingRegistrations;

    /// <summary>Registers a resource. What can be done at once is done before this returns.</summary>
    internal void Register(Registration registration)
    {
        Interlocked.Increment(ref _pendingRegistrations);
        var task = CompleteAsync(registration);
        if (!task.IsCompletedSuccessfully)
            Runner.Track(task);
    }

    /// <summary>Registers the outputs of a component.</summary>
    internal void RegisterOutputs(Resource resource, Output<IDictionary<string, object?>> outputs)
        => Runner.Track(RegisterOutputsAsync(resource, outputs));

    private async Task RegisterOutputsAsync(Resource resource, Output<IDictionary<string, object?>> outputs)
    {
        var urn = await resource.Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false);
        var values = await outputs.GetValueAsync(whenUnknown: ImmutableDictionary<string, object?>.Empty).ConfigureAwait(false);
        NamedInput[] inputs = [.. values.Select(value => new NamedInput(value.Key, value.Value, Json: false))];
        var serialized = await Serializer.SerializeAsync("monitor.registerResourceOutputs(...)", inputs).ConfigureAwait(false);
        await _engine.RegisterOutputsAsync(urn, serialized).ConfigureAwait(false);
    }

    private async Task CompleteAsync(Registration registration)
    {
        var resource = registration.Resource;
        try
        {
            Settle(resource, await ReadOrRegisterAsync(registration).ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            // Whoever waits for an output of this resource would wait for ever.
            foreach (var output in resource.PendingOutputs)
                output.TryFail(exception);

            throw;
        }

        // Not done after a failure: what depends on this resource then has to notice.
        Interlocked.Decrement(ref _pendingRegistrations);
        resource.ForgetOutputs();
    }

    private void Settle(Resource resource, RegisteredState state)
    {
        ImmutableHashSet<Resource> self = [resource];
        resource.Urn.TrySettle(new Settled<string>(self, state.Urn, true, false));
        if (resource is CustomResource { Id: { } id })
            id.TrySettle(new Settled<string>(self, state.Id ?? "", !string.IsNullOrEmpty(state.Id), false));

        var outputs = resource.PendingOutputs;
        if (outputs.Length == 1)
            return;

        var layout = OutputLayout.Of(resource.GetType());
        var values = new Dictionary<string, PropertyValue>(state.Properties.Values);
        for (var i = 0; i < outputs.Length; i++)
        {
            var output = outputs[i];
            if (output.SettledNow is not null)
                continue;

            // Not mentioned: in a preview it may still come, else there is none.
            if (!values.TryGetValue(layout.NameAt(i), out var value))
                output.TrySettle(self, null, !IsDryRun, false);
            else
                output.TrySettle(self, value.IsKnown ? layout.ConvertAt(i, value.Value) : null, value.IsKnown, value.IsSecret);
        }
    }

    private async ValueTask<RegisteredState> ReadOrRegisterAsync(Registration registration)
    {
        var options = registration.Options;
        if (options.Urn is { } urn)
            return _engine.Get(urn);

        var id = options.Id is null ? null : await options.Id.ToOutput().GetValueAsync(whenUnknown: "").ConfigureAwait(false);
        if (!string.IsNullOrEmpty(id) && !registration.IsCustom)
            throw new ArgumentException($"{nameof(ResourceOptions)}.{nameof(ResourceOptions.Id)} is only valid for a {nameof(CustomResource)}");

        var resource = registration.Resource;
        await WaitForAsync(resource, options).ConfigureAwait(false);
        var label = $"resource:{resource.GetResourceName()}[{resource.GetResourceType()}]";
        var inputs = await Serializer.SerializeAsync(label, registration.Args).ConfigureAwait(false);
        var parentUrn = await ParentUrnAsync(registration).ConfigureAwait(false);
        var provider = registration.IsCustom && options.Provider is { } given
            ? await given.GetReferenceAsync().ConfigureAwait(false)
            : null;

        if (inputs.Dependencies is { } dependencies)
            await WaitForRegistrationAsync(resource, dependencies).ConfigureAwait(false);

        foreach (var alias in registration.Aliases ?? [])
            await alias.DataTask.ConfigureAwait(false);

        return string.IsNullOrEmpty(id)
            ? await _engine.RegisterAsync(resource, inputs, parentUrn, provider, (options as CustomResourceOptions)?.ImportId).ConfigureAwait(false)
            : await _engine.ReadAsync(resource, inputs, parentUrn, provider, id).ConfigureAwait(false);
    }

    private async ValueTask<string?> ParentUrnAsync(Registration registration)
    {
        if (registration.Options.Parent is { } parent)
            return await parent.Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false);

        return registration.Resource.GetResourceType() == Stack.RootType
            ? null
            : await Stack.Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false);
    }

    /// <summary>Waits for the resources the options name.</summary>
    private async ValueTask WaitForAsync(Resource waiting, ResourceOptions options)
    {
        if (options.DeletedWith is { } with)
            await with.Urn.DataTask.ConfigureAwait(false);

        if (options.HasDependencies)
        {
            var resources = await ResourcesAsync(options.DependsOn).ConfigureAwait(false);
            await WaitForRegistrationAsync(waiting, resources).ConfigureAwait(false);
        }

        if (options.HooksOrNull is { IsEmpty: false } hooks)
            await hooks.WhenRegistered().ConfigureAwait(false);
    }

    private static async ValueTask<IReadOnlyList<Resource>> ResourcesAsync(InputList<Resource> list)
        => await list.ToOutput().GetValueAsync(whenUnknown: []).ConfigureAwait(false);

    /// <summary>
    /// Waits until resources, and all resources within components among them, are registered. A resource within such a
    /// component does not wait for itself.
    /// </summary>
    private async ValueTask WaitForRegistrationAsync(Resource waiting, IEnumerable<Resource> resources)
    {
        // The resource that waits is pending itself. While nothing else is, there is nothing to wait for, and no need
        // to look through components that may have thousands of children.
        if (Volatile.Read(ref _pendingRegistrations) <= 1)
            return;

        foreach (var resource in WithChildren(resources))
        {
            if (resource != waiting && resource.Urn.SettledNow is null && resource is not ComponentResource { IsRemote: false })
                await resource.Urn.DataTask.ConfigureAwait(false);
        }
    }

    /// <summary>Resources, and those they consist of: a component stands for its children, a custom resource only for itself.</summary>
    private static HashSet<Resource> WithChildren(IEnumerable<Resource> resources)
    {
        var found = new HashSet<Resource>();
        var open = new Stack<Resource>(resources);
        while (open.TryPop(out var resource))
        {
            if (!found.Add(resource) || resource is not ComponentResource)
                continue;

            foreach (var child in resource.GetChildren())
                open.Push(child);
        }

        return found;
    }
}
