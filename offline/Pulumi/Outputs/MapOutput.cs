using System.Collections.Immutable;

namespace Pulumi;

/// <summary>Puts the parts of a map together into one output.</summary>
internal static class MapOutput
{
    /// <summary>Joins the parts in their order; a key that comes again with another value is an error.</summary>
    public static Output<ImmutableDictionary<string, TValue>> Join<TValue>(List<MapPart<TValue>> parts)
    {
        if (parts.Count == 1 && parts[0].Entries is { } whole)
            return whole;

        foreach (var part in parts)
        {
            var settled = part.Entries is { } entries
                ? entries.SettledNow is not null
                : part.Value is { } value && ((Output<TValue>)value).SettledNow is not null;
            if (!settled)
                return new Output<ImmutableDictionary<string, TValue>>(JoinLater([.. parts]));
        }

        try
        {
            return new Output<ImmutableDictionary<string, TValue>>(JoinNow(parts));
        }
        catch (ArgumentException exception)
        {
            return Output<ImmutableDictionary<string, TValue>>.Failed(exception);
        }
    }

    private static async Task<Settled<ImmutableDictionary<string, TValue>>> JoinLater<TValue>(List<MapPart<TValue>> parts)
    {
        foreach (var part in parts)
        {
            if (part.Entries is { } entries)
                await entries.DataTask.ConfigureAwait(false);
            else
                await ((Output<TValue>)part.Value!).DataTask.ConfigureAwait(false);
        }

        return JoinNow(parts);
    }

    private static Settled<ImmutableDictionary<string, TValue>> JoinNow<TValue>(List<MapPart<TValue>> parts)
    {
        var values = ImmutableDictionary.CreateBuilder<string, TValue>();
        var all = new Combination();
        foreach (var part in parts)
        {
            if (part.Entries is { } entries)
            {
                var settled = entries.SettledNow!;
                all.Add(settled);
                if (settled.IsKnown || settled.Value is not null)
                    values.AddRange(settled.Value);
            }
            else
            {
                var settled = ((Output<TValue>)part.Value!).SettledNow!;
                all.Add(settled);
                values.Add(part.Key!, settled.Value);
            }
        }

        return all.Settle(values.ToImmutable());
    }
}
