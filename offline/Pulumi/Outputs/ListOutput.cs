using System.Collections.Immutable;

namespace Pulumi;

/// <summary>Puts the parts of a list together into one output.</summary>
internal static class ListOutput
{
    /// <summary>Joins inputs of one element and outputs of several, in their order.</summary>
    /// <param name="parts">Each an <see cref="Input{T}"/> or an <see cref="Output{T}"/> of an array.</param>
    public static Output<ImmutableArray<T>> Join<T>(List<object?> parts)
    {
        if (parts.Count == 1 && parts[0] is Output<ImmutableArray<T>> whole)
            return whole;

        foreach (var part in parts)
        {
            var settled = part switch
            {
                Output<ImmutableArray<T>> run => run.SettledNow is not null,
                Input<T> element => ((Output<T>)element).SettledNow is not null,
                _ => false,
            };
            if (!settled)
                return new Output<ImmutableArray<T>>(JoinLater<T>([.. parts]));
        }

        return new Output<ImmutableArray<T>>(JoinNow<T>(parts));
    }

    private static async Task<Settled<ImmutableArray<T>>> JoinLater<T>(List<object?> parts)
    {
        foreach (var part in parts)
        {
            if (part is Output<ImmutableArray<T>> run)
                await run.DataTask.ConfigureAwait(false);
            else
                await ((Output<T>)(Input<T>)part!).DataTask.ConfigureAwait(false);
        }

        return JoinNow<T>(parts);
    }

    private static Settled<ImmutableArray<T>> JoinNow<T>(List<object?> parts)
    {
        var values = ImmutableArray.CreateBuilder<T>(parts.Count);
        var all = new Combination();
        foreach (var part in parts)
        {
            if (part is Output<ImmutableArray<T>> run)
            {
                var settled = run.SettledNow!;
                all.Add(settled);
                if (!settled.Value.IsDefault)
                    values.AddRange(settled.Value);
            }
            else
            {
                var settled = ((Output<T>)(Input<T>)part!).SettledNow!;
                all.Add(settled);
                values.Add(settled.Value);
            }
        }

        return all.Settle(values.DrainToImmutable());
    }
}
