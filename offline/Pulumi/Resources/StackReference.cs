using System.Collections.Immutable;

namespace Pulumi;

/// <summary>Gives access to the outputs of another stack.</summary>
public class StackReference : CustomResource
{
    /// <summary>Creates the reference.</summary>
    /// <param name="name">Name of the resource, and of the other stack if the arguments do not name one.</param>
    /// <param name="args">Names the other stack.</param>
    /// <param name="options">How it is managed.</param>
    public StackReference(string name, StackReferenceArgs? args = null, CustomResourceOptions? options = null)
        : base(
            "pulumi:pulumi:StackReference",
            name,
            new StackReferenceArgs { Name = args?.Name ?? name },
            CustomResourceOptions.Merge(options, new CustomResourceOptions { Id = args?.Name ?? name }))
    {
    }

    /// <summary>Name of the other stack.</summary>
    [Output("name")]
    public Output<string> Name { get; private set; } = null!;

    /// <summary>All outputs of the other stack.</summary>
    [Output("outputs")]
    public Output<ImmutableDictionary<string, object>> Outputs { get; private set; } = null!;

    /// <summary>Names of those outputs that are secrets.</summary>
    [Output("secretOutputNames")]
    public Output<ImmutableArray<string>> SecretOutputNames { get; private set; } = null!;

    /// <summary>An output of the other stack; null if it has none of this name.</summary>
    public Output<object?> GetOutput(Input<string> name)
        => Select(name, static (outputs, wanted) => outputs.TryGetValue(wanted, out var value) ? value : null);

    /// <summary>An output of the other stack; a <see cref="KeyNotFoundException"/> if it has none of this name.</summary>
    public Output<object> RequireOutput(Input<string> name)
        => Select<object>(
            name,
            (outputs, wanted) => outputs.TryGetValue(wanted, out var value) ? value : throw new KeyNotFoundException(
                $"Required output '{wanted}' does not exist on stack '{GetResourceName()}'."));

    /// <summary>The value of an output, as a plain value or as a secret one; neither if there is no such output.</summary>
    public async Task<StackReferenceOutputDetails> GetOutputDetailsAsync(string name)
    {
        var settled = await GetOutput(name).DataTask.ConfigureAwait(false);
        return settled.IsSecret
            ? new StackReferenceOutputDetails { SecretValue = settled.Value }
            : new StackReferenceOutputDetails { Value = settled.Value };
    }

    /// <summary>The value of an output; null if there is none, an <see cref="InvalidOperationException"/> if it is a secret.</summary>
    public async Task<object?> GetValueAsync(Input<string> name)
    {
        var settled = await GetOutput(name).DataTask.ConfigureAwait(false);
        return settled.IsSecret ? throw SecretRead(nameof(GetValueAsync), nameof(GetOutput)) : settled.Value;
    }

    /// <summary>
    /// The value of an output; a <see cref="KeyNotFoundException"/> if there is none, an
    /// <see cref="InvalidOperationException"/> if it is a secret.
    /// </summary>
    public async Task<object> RequireValueAsync(Input<string> name)
    {
        var settled = await RequireOutput(name).DataTask.ConfigureAwait(false);
        return settled.IsSecret ? throw SecretRead(nameof(RequireValueAsync), nameof(RequireOutput)) : settled.Value;
    }

    private static InvalidOperationException SecretRead(string method, string instead)
        => new($"Cannot call '{method}' if the referenced stack has secret outputs. Use '{instead}' instead.");

    private Output<T> Select<T>(Input<string> name, Func<ImmutableDictionary<string, object>, string, T> select)
    {
        var value = Output.Tuple(name.ToOutput(), Outputs).Apply(both => select(both.Item2, both.Item1));

        // All outputs together are a secret if one of them is; the one asked for need not be.
        return new Output<T>(WithOwnSecrecyAsync(value, name.ToOutput()));
    }

    private async Task<Settled<T>> WithOwnSecrecyAsync<T>(Output<T> value, Output<string> name)
    {
        var settled = value.SettledNow ?? await value.DataTask.ConfigureAwait(false);
        var wanted = name.SettledNow ?? await name.DataTask.ConfigureAwait(false);
        var secrets = SecretOutputNames.SettledNow ?? await SecretOutputNames.DataTask.ConfigureAwait(false);
        var isSecret = wanted.IsKnown && secrets.IsKnown
            ? secrets.Value.Contains(wanted.Value)
            : (Outputs.SettledNow ?? await Outputs.DataTask.ConfigureAwait(false)).IsSecret;
        return new Settled<T>(settled.Resources, settled.Value, settled.IsKnown, isSecret);
    }
}
