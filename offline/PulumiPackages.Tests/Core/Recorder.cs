using System.Collections.Concurrent;
using System.Collections.Immutable;
using Pulumi.Testing;

namespace PulumiPackages.Tests.Core;

/// <summary>Mocks that remember what they were asked. Unless told otherwise they answer with what they were given.</summary>
internal sealed class Recorder : IMocks
{
    public static readonly TestOptions Update = new() { IsPreview = false };
    public static readonly TestOptions Preview = new() { IsPreview = true };

    public ConcurrentQueue<MockResourceArgs> Resources { get; } = new();

    public ConcurrentQueue<MockCallArgs> Calls { get; } = new();

    public ConcurrentQueue<MockRegisterResourceOutputsRequest> Outputs { get; } = new();

    public Func<MockResourceArgs, string?> Id { get; init; } = args => args.Name + "-id";

    public Func<MockResourceArgs, object> State { get; init; } = args => args.Inputs;

    public Func<MockCallArgs, object> Result { get; init; } = args => args.Args;

    /// <summary>Whether answers come later, on another thread.</summary>
    public bool IsSlow { get; init; }

    public async Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
    {
        Resources.Enqueue(args);
        if (IsSlow)
            await Task.Delay(1);

        return (Id(args), State(args));
    }

    public async Task<object> CallAsync(MockCallArgs args)
    {
        Calls.Enqueue(args);
        if (IsSlow)
            await Task.Delay(1);

        return Result(args);
    }

    public Task RegisterResourceOutputs(MockRegisterResourceOutputsRequest args)
    {
        Outputs.Enqueue(args);
        return Task.CompletedTask;
    }

    /// <summary>The inputs of the one resource of this name.</summary>
    public ImmutableDictionary<string, object> InputsOf(string name) => Resources.Single(resource => resource.Name == name).Inputs;

    /// <summary>The URN of a resource of a finished run.</summary>
    public static Task<string> UrnOf(Resource resource) => Read.ValueAsync(resource.Urn);
}
