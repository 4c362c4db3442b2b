using System.Text.Json.Nodes;

namespace PulumiPackages.Tests.Providers;

/// <summary>Reads facts without ceremony.</summary>
internal static class FactsExtensions
{
    public static string? Text(this JsonObject facts, string key) => facts[key]?.GetValue<string>();

    public static bool Flag(this JsonObject facts, string key) => facts[key] is JsonValue value && value.GetValue<bool>();

    public static IEnumerable<JsonObject> Members(this JsonObject facts) =>
        (facts["members"]?.AsArray() ?? []).Select(member => member!.AsObject());

    public static IReadOnlyList<string> Texts(this JsonObject facts, string key) =>
        [.. (facts[key]?.AsArray() ?? []).Select(item => item!.GetValue<string>())];

    public static bool IsResource(this JsonObject facts) => facts["token"] is not null;

    public static bool IsProvider(this JsonObject facts) => facts.Text("base") is "ProviderResource";

    /// <summary>The argument type of a resource.</summary>
    public static string ArgsType(this JsonObject facts) =>
        facts["constructors"]![0]!.AsArray().Select(parameter => parameter!.GetValue<string>().Split(' '))
            .Single(parts => parts[1] == "args")[0].TrimEnd('?');
}
