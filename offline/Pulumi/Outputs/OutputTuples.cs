namespace Pulumi;

public static partial class Output
{
    /// <summary>One output of several values of different types: known if all are known, secret if one is.</summary>
    public static Output<(T1, T2)> Tuple<T1, T2>(Input<T1> item1, Input<T2> item2)
        => Tuple((Output<T1>)item1, (Output<T2>)item2);

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2)> Tuple<T1, T2>(Output<T1> item1, Output<T2> item2)
        => Together([item1, item2], static s => (Value<T1>(s[0]), Value<T2>(s[1])));

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3)> Tuple<T1, T2, T3>(Input<T1> item1, Input<T2> item2, Input<T3> item3)
        => Tuple((Output<T1>)item1, (Output<T2>)item2, (Output<T3>)item3);

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3)> Tuple<T1, T2, T3>(Output<T1> item1, Output<T2> item2, Output<T3> item3)
        => Together([item1, item2, item3], static s => (Value<T1>(s[0]), Value<T2>(s[1]), Value<T3>(s[2])));

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4)> Tuple<T1, T2, T3, T4>(
        Input<T1> item1, Input<T2> item2,
        Input<T3> item3, Input<T4> item4)
        => Tuple((Output<T1>)item1, (Output<T2>)item2, (Output<T3>)item3, (Output<T4>)item4);

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4)> Tuple<T1, T2, T3, T4>(
        Output<T1> item1, Output<T2> item2,
        Output<T3> item3, Output<T4> item4)
        => Together([item1, item2, item3, item4], static s => (Value<T1>(s[0]), Value<T2>(s[1]), Value<T3>(s[2]), Value<T4>(s[3])));

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4, T5)> Tuple<T1, T2, T3, T4, T5>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3,
        Input<T4> item4, Input<T5> item5)
        => Tuple((Output<T1>)item1, (Output<T2>)item2, (Output<T3>)item3, (Output<T4>)item4, (Output<T5>)item5);

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4, T5)> Tuple<T1, T2, T3, T4, T5>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3,
        Output<T4> item4, Output<T5> item5)
        => Together(
            [item1, item2, item3, item4, item5],
            static s => (Value<T1>(s[0]), Value<T2>(s[1]), Value<T3>(s[2]),
                Value<T4>(s[3]), Value<T5>(s[4])));

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4, T5, T6)> Tuple<T1, T2, T3, T4, T5, T6>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3,
        Input<T4> item4, Input<T5> item5, Input<T6> item6)
        => Tuple(
            (Output<T1>)item1, (Output<T2>)item2, (Output<T3>)item3,
            (Output<T4>)item4, (Output<T5>)item5, (Output<T6>)item6);

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4, T5, T6)> Tuple<T1, T2, T3, T4, T5, T6>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3,
        Output<T4> item4, Output<T5> item5, Output<T6> item6)
        => Together(
            [item1, item2, item3, item4, item5, item6],
            static s => (Value<T1>(s[0]), Value<T2>(s[1]), Value<T3>(s[2]),
                Value<T4>(s[3]), Value<T5>(s[4]), Value<T6>(s[5])));

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4, T5, T6, T7)> Tuple<T1, T2, T3, T4, T5, T6, T7>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4,
        Input<T5> item5, Input<T6> item6, Input<T7> item7)
        => Tuple(
            (Output<T1>)item1, (Output<T2>)item2, (Output<T3>)item3, (Output<T4>)item4,
            (Output<T5>)item5, (Output<T6>)item6, (Output<T7>)item7);

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4, T5, T6, T7)> Tuple<T1, T2, T3, T4, T5, T6, T7>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4,
        Output<T5> item5, Output<T6> item6, Output<T7> item7)
        => Together(
            [item1, item2, item3, item4, item5, item6, item7],
            static s => (Value<T1>(s[0]), Value<T2>(s[1]), Value<T3>(s[2]), Value<T4>(s[3]),
                Value<T5>(s[4]), Value<T6>(s[5]), Value<T7>(s[6])));

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4, T5, T6, T7, T8)> Tuple<T1, T2, T3, T4, T5, T6, T7, T8>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4,
        Input<T5> item5, Input<T6> item6, Input<T7> item7, Input<T8> item8)
        => Tuple(
            (Output<T1>)item1, (Output<T2>)item2, (Output<T3>)item3, (Output<T4>)item4,
            (Output<T5>)item5, (Output<T6>)item6, (Output<T7>)item7, (Output<T8>)item8);

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4, T5, T6, T7, T8)> Tuple<T1, T2, T3, T4, T5, T6, T7, T8>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4,
        Output<T5> item5, Output<T6> item6, Output<T7> item7, Output<T8> item8)
        => Together(
            [item1, item2, item3, item4, item5, item6, item7, item8],
            static s => (Value<T1>(s[0]), Value<T2>(s[1]), Value<T3>(s[2]), Value<T4>(s[3]),
                Value<T5>(s[4]), Value<T6>(s[5]), Value<T7>(s[6]), Value<T8>(s[7])));

    private static T Value<T>(Settled settled) => ((Settled<T>)settled).Value;

    private static Output<TResult> Together<TResult>(IOutput[] outputs, Func<Settled[], TResult> combine)
    {
        var settled = new Settled[outputs.Length];
        for (var i = 0; i < outputs.Length; i++)
        {
            if (outputs[i].SettledNow is not { } now)
                return new Output<TResult>(TogetherLater(outputs, combine));

            settled[i] = now;
        }

        return new Output<TResult>(TogetherNow(settled, combine));
    }

    private static async Task<Settled<TResult>> TogetherLater<TResult>(IOutput[] outputs, Func<Settled[], TResult> combine)
    {
        var settled = new Settled[outputs.Length];
        for (var i = 0; i < outputs.Length; i++)
        {
            await outputs[i].Completion.ConfigureAwait(false);
            settled[i] = outputs[i].SettledNow!;
        }

        return TogetherNow(settled, combine);
    }

    private static Settled<TResult> TogetherNow<TResult>(Settled[] settled, Func<Settled[], TResult> combine)
    {
        var all = new Combination();
        foreach (var one in settled)
            all.Add(one);

        return all.Settle(combine(settled));
    }
}
