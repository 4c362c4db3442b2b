using System.Collections.Immutable;
using Pulumi.Serialization;
using Pulumi.Testing;

namespace Pulumi;

/// <summary>Stands where the engine would be: hands everything on to the mocks and remembers what was registered.</summary>
internal sealed class MockEngine(IMocks mocks, string stackName, string projectName)
{
    private readonly List<Resource> _resources = [];
    private readonly Dictionary<string, RegisteredState> _states = [];

    /// <summary>All resources, in the order of their registration.</summary>
    public ImmutableArray<Resource> Resources
    {
        get
        {
            lock (_resources)
                return [.. _resources];
        }
    }

    public async ValueTask<RegisteredState> RegisterAsync(
        Resource resource, SerializedProperties inputs, string? parentUrn, string? provider, string? importId)
    {
        lock (_resources)
            _resources.Add(resource);

        var type = resource.GetResourceType();
        var name = resource.GetResourceName();
        if (type == Stack.RootType)
            return new(UrnOf(parentUrn, type, name), null, SerializedProperties.Empty);

        var (id, state) = await mocks.NewResourceAsync(new MockResourceArgs
        {
            Type = type,
            Name = name,
            Inputs = inputs.ToDictionary(),
            Provider = provider ?? "",
            Id = importId ?? "",
        }).ConfigureAwait(false);

        return Remember(new(
            UrnOf(parentUrn, type, name),
            id ?? importId ?? "",
            await Serializer.SerializeStateAsync(state).ConfigureAwait(false)));
    }

    public async ValueTask<RegisteredState> ReadAsync(
        Resource resource, SerializedProperties inputs, string? parentUrn, string? provider, string id)
    {
        var type = resource.GetResourceType();
        var name = resource.GetResourceName();
        var (mockId, state) = await mocks.NewResourceAsync(new MockResourceArgs
        {
            Type = type,
            Name = name,
            Inputs = inputs.ToDictionary(),
            Provider = provider ?? "",
            Id = id,
        }).ConfigureAwait(false);

        var properties = await Serializer.SerializeStateAsync(state).ConfigureAwait(false);
        var urn = UrnOf(parentUrn, type, name);
        Remember(new(urn, mockId, properties));
        lock (_resources)
            _resources.Add(resource);

        // The id of a resource that is read is the one it was asked for by.
        return new(urn, id, properties);
    }

    public RegisteredState Get(string urn)
    {
        lock (_states)
            return _states.TryGetValue(urn, out var state) ? state : throw new InvalidOperationException($"Unknown resource {urn}");
    }

    public async Task<SerializedProperties> CallAsync(string token, SerializedProperties args, string? provider)
    {
        var result = await mocks.CallAsync(new MockCallArgs
        {
            Token = token,
            Args = args.ToDictionary(),
            Provider = provider ?? "",
        }).ConfigureAwait(false);
        return await Serializer.SerializeStateAsync(result).ConfigureAwait(false);
    }

    public Task RegisterOutputsAsync(string urn, SerializedProperties outputs)
    {
        var values = ImmutableDictionary.CreateBuilder<string, Output<object?>>();
        foreach (var (name, value) in outputs.Values)
        {
            values.Add(name, new Output<object?>(
                new Settled<object?>(ImmutableHashSet<Resource>.Empty, value.Value, value.IsKnown, value.IsSecret)));
        }

        return mocks.RegisterResourceOutputs(new MockRegisterResourceOutputsRequest(urn, values.ToImmutable()));
    }

    private string UrnOf(string? parentUrn, string type, string name)
    {
        if (string.IsNullOrEmpty(parentUrn))
            return $"urn:pulumi:{stackName}::{projectName}::{type}::{name}";

        // The engine keeps the types of all parents; mocks keep the outermost one only.
        var parentType = parentUrn.Split("::")[2];
        var end = parentType.IndexOf('$', StringComparison.Ordinal);
        return $"urn:pulumi:{stackName}::{projectName}::{(end < 0 ? parentType : parentType.AsSpan(0, end))}${type}::{name}";
    }

    private RegisteredState Remember(RegisteredState state)
    {
        lock (_states)
            _states[state.Urn] = state;

        return state;
    }
}
