using System.Collections.Immutable;
using Pulumi.Serialization;

namespace Pulumi;

public sealed partial class Deployment
{
    internal Output<T> Invoke<T>(string token, InvokeArgs? args, InvokeOptions? options)
        => new(InvokeOutputAsync<T>(token, args, options));

    internal Output<T> InvokeSingle<T>(string token, InvokeArgs? args, InvokeOptions? options)
        => Invoke<ImmutableDictionary<string, T>>(token, args, options).Apply(results => results.Values.First());

    internal async Task<T> InvokeAsync<T>(string token, InvokeArgs? args, InvokeOptions? options)
        => Result<T>(token, await InvokeRawAsync(token, args, options).ConfigureAwait(false)).Value;

    internal async Task<T> InvokeSingleAsync<T>(string token, InvokeArgs? args, InvokeOptions? options)
        => (await InvokeAsync<ImmutableDictionary<string, T>>(token, args, options).ConfigureAwait(false)).Values.First();

    internal Task InvokeAsync(string token, InvokeArgs? args, InvokeOptions? options) => InvokeRawAsync(token, args, options);

    internal Output<T> Call<T>(string token, CallArgs? args, Resource? self, CallOptions? options)
        => new(CallAsync<T>(token, args, self, options));

    internal void Call(string token, CallArgs? args, Resource? self, CallOptions? options)
        => Runner.Track(CallRawAsync(token, args, self, options));

    private async Task<Settled<T>> InvokeOutputAsync<T>(string token, InvokeArgs? args, InvokeOptions? options)
    {
        var serialized = await Serializer.SerializeAsync($"invoke:{token}", args ?? InvokeArgs.Empty).ConfigureAwait(false);
        if (!serialized.AreKnown)
            return Unknown<T>();

        IEnumerable<Resource> explicitly = options is InvokeOutputOptions { DependsOn: { } dependsOn }
            ? await ResourcesAsync(dependsOn).ConfigureAwait(false)
            : [];

        // A resource without an id does not exist yet, and the function might look for it.
        foreach (var resource in WithChildren([.. explicitly, .. serialized.Dependencies ?? []]))
        {
            if (resource is CustomResource { Id: { } id }
                && !(id.SettledNow ?? await id.DataTask.ConfigureAwait(false)).IsKnown)
            {
                return Unknown<T>();
            }
        }

        var provider = await ReferenceAsync(options?.Provider ?? options?.Parent?.GetProvider(token)).ConfigureAwait(false);
        var result = Result<T>(token, await _engine.CallAsync(token, serialized, provider).ConfigureAwait(false));
        ImmutableHashSet<Resource> resources = [.. serialized.Dependencies ?? [], .. explicitly];
        return new Settled<T>(resources, result.Value, result.IsKnown, result.IsSecret);
    }

    private async Task<SerializedProperties> InvokeRawAsync(string token, InvokeArgs? args, InvokeOptions? options)
    {
        var serialized = await Serializer.SerializeAsync($"invoke:{token}", args ?? InvokeArgs.Empty).ConfigureAwait(false);
        var provider = await ReferenceAsync(options?.Provider ?? options?.Parent?.GetProvider(token)).ConfigureAwait(false);
        return await _engine.CallAsync(token, serialized, provider).ConfigureAwait(false);
    }

    private async Task<Settled<T>> CallAsync<T>(string token, CallArgs? args, Resource? self, CallOptions? options)
        => Result<T>(token, await CallRawAsync(token, args, self, options).ConfigureAwait(false));

    private async Task<SerializedProperties> CallRawAsync(string token, CallArgs? args, Resource? self, CallOptions? options)
    {
        var inputs = (args ?? CallArgs.Empty).GetInputs();
        if (self is not null)
            inputs = [.. inputs, new NamedInput("__self__", self, Json: false)];

        var serialized = await Serializer.SerializeAsync($"call:{token}", inputs).ConfigureAwait(false);
        var provider = self is null ? options?.Provider ?? options?.Parent?.GetProvider(token) : self.Provider;
        return await _engine.CallAsync(token, serialized, await ReferenceAsync(provider).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private static async ValueTask<string?> ReferenceAsync(ProviderResource? provider)
        => provider is null ? null : await provider.GetReferenceAsync().ConfigureAwait(false);

    private static Settled<T> Unknown<T>() => new(ImmutableHashSet<Resource>.Empty, default!, false, false);

    private static Settled<T> Result<T>(string token, SerializedProperties result)
    {
        TargetTypes.Check($"{token} result", typeof(T));
        var isSecret = false;
        var map = ImmutableDictionary.CreateBuilder<string, object?>();
        foreach (var (name, property) in result.Values)
        {
            map.Add(name, property.Value);
            isSecret |= property.IsSecret;
        }

        var value = ValueConverter.Of(typeof(T)).Convert(map.ToImmutable());
        return new Settled<T>(
            ImmutableHashSet<Resource>.Empty, value is null ? default! : (T)value, result.AreKnown, isSecret);
    }
}
