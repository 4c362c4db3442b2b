using System.Collections.Concurrent;
using System.Collections.Immutable;
using Pulumi.Testing;

namespace PulumiPackages.Tests.Providers;

/// <summary>Mocks that remember what they were asked and answer with what they were given.</summary>
internal sealed class RecordingMocks : IMocks
{
    /// <summary>Resources in the order they were registered or read.</summary>
    public ConcurrentQueue<MockResourceArgs> Resources { get; } = new();

    /// <summary>Functions in the order they were called.</summary>
    public ConcurrentQueue<MockCallArgs> Calls { get; } = new();

    /// <summary>State of every resource; its inputs where this is null.</summary>
    public IReadOnlyDictionary<string, object?>? State { get; init; }

    /// <summary>What every function returns.</summary>
    public IReadOnlyDictionary<string, object?> Result { get; init; } = ImmutableDictionary<string, object?>.Empty;

    /// <inheritdoc />
    public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
    {
        Resources.Enqueue(args);
        var id = args.Id is null or "" ? args.Name + "-id" : args.Id;
        return Task.FromResult<(string?, object)>((id, (object?)State?.ToImmutableDictionary() ?? args.Inputs));
    }

    /// <inheritdoc />
    public Task<object> CallAsync(MockCallArgs args)
    {
        Calls.Enqueue(args);
        return Task.FromResult<object>(Result.ToImmutableDictionary());
    }

    /// <summary>Runs a program against these mocks, as an update.</summary>
    public Task<ImmutableArray<Resource>> RunAsync(Action program) =>
        Deployment.TestAsync(this, new TestOptions { IsPreview = false }, program);

    /// <summary>Runs a program and returns the inputs of the resource it creates, by wire name.</summary>
    public static async Task<ImmutableDictionary<string, object>> InputsOfAsync(Action program)
    {
        var mocks = new RecordingMocks();
        await mocks.RunAsync(program);
        return Assert.Single(mocks.Resources).Inputs;
    }
}
