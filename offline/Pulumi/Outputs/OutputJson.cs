using System.Text;
using System.Text.Json;

namespace Pulumi;

/// <summary>JSON text from outputs and back, with outputs nested anywhere in the value.</summary>
internal static class OutputJson
{
    public static async Task<Settled<string>> SerializeAsync<T>(Output<T> value, JsonSerializerOptions? options)
    {
        var settled = value.SettledNow ?? await value.DataTask.ConfigureAwait(false);
        if (!settled.IsKnown)
            return new Settled<string>(settled.Resources, "", false, settled.IsSecret);

        while (true)
        {
            var nested = new NestedOutputConverter();
            using var text = new MemoryStream();
            await JsonSerializer.SerializeAsync(text, settled.Value, Extend(options, nested)).ConfigureAwait(false);

            if (nested.Pending is { } pending)
            {
                // Converters cannot wait, so wait here and write again.
                await Task.WhenAll(pending).ConfigureAwait(false);
                continue;
            }

            var all = new Combination();
            all.Add(settled);
            foreach (var one in nested.Settled)
                all.Add(one);

            var result = all.Settle(Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length));
            return result.IsKnown ? result : new Settled<string>(result.Resources, "", false, result.IsSecret);
        }
    }

    public static async Task<Settled<T>> DeserializeAsync<T>(Output<string> json, JsonSerializerOptions? options)
    {
        var settled = json.SettledNow ?? await json.DataTask.ConfigureAwait(false);
        if (!settled.IsKnown)
            return new Settled<T>(settled.Resources, default!, false, settled.IsSecret);

        using var text = new MemoryStream(Encoding.UTF8.GetBytes(settled.Value));
        var converter = new NestedOutputConverter(settled);
        var value = await JsonSerializer.DeserializeAsync<T>(text, Extend(options, converter)).ConfigureAwait(false);
        return new Settled<T>(settled.Resources, value!, true, settled.IsSecret);
    }

    private static JsonSerializerOptions Extend(JsonSerializerOptions? options, NestedOutputConverter converter)
    {
        var extended = options is null ? new JsonSerializerOptions() : new JsonSerializerOptions(options);
        extended.Converters.Add(converter);
        return extended;
    }
}
