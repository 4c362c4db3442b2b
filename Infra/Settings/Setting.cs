using System.Globalization;
using System.Text.Json;

namespace Infra.Settings;

/// <summary>Type of a setting as the <c>config:</c> section of <c>Pulumi.yaml</c> names it.</summary>
public enum SettingType
{
    /// <summary>Text.</summary>
    String,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A list.</summary>
    Array,

    /// <summary>A map.</summary>
    Object,
}

/// <summary>One key of the configuration: name, type, default, meaning, and how it is read.</summary>
public abstract class Setting
{
    /// <summary>Full key: <c>infra:region</c>.</summary>
    public string Key => $"{SettingsCatalogue.Namespace}:{Name}";

    /// <summary>Key without the namespace.</summary>
    public required string Name { get; init; }

    /// <summary>Type in <c>Pulumi.yaml</c>.</summary>
    public required SettingType Type { get; init; }

    /// <summary>Type of the items of a list.</summary>
    public SettingType ItemType { get; init; } = SettingType.String;

    /// <summary>What it decides, its unit and what is allowed, in one or two sentences.</summary>
    public required string Description { get; init; }

    /// <summary>The default as it is written; empty where a value is required or there is nothing by default.</summary>
    public string DefaultText { get; init; } = "";

    /// <summary>Whether every stack has to say it.</summary>
    public bool Required { get; init; }

    /// <summary>Whether the value is a secret, which has to be encrypted.</summary>
    public bool Secret { get; init; }

    /// <summary>What is wrong with a secret; empty where nothing is. It never repeats the value.</summary>
    public Func<string, string> SecretRule { get; init; } = _ => "";
}

/// <summary>A key whose value is read as <typeparamref name="T"/>.</summary>
/// <typeparam name="T">Type of the value in the program.</typeparam>
public sealed class Setting<T> : Setting
{
    /// <summary>The value where nothing is configured.</summary>
    public required T Default { get; init; }

    /// <summary>Turns what was written into a value, or says what is allowed instead.</summary>
    public required Func<ConfigurationValue, Reading<T>> Read { get; init; }
}

/// <summary>What became of a written value: either a value, or the rule that it breaks.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
/// <param name="Value">The value; meaningless where a rule is broken.</param>
/// <param name="BrokenRule">What is allowed; empty where nothing is wrong.</param>
public readonly record struct Reading<T>(T Value, string BrokenRule)
{
    /// <summary>A good value.</summary>
    public static implicit operator Reading<T>(T value) => new(value, "");
}

/// <summary>Readers of the types that settings have, and the rules they check.</summary>
internal static class Read
{
    public static Reading<T> Broken<T>(string rule) => new(default!, rule);

    public static Func<ConfigurationValue, Reading<string>> Text(Func<string, string>? rule = null) => written =>
        written is not ConfigurationValue.Text(var text) value ? Broken<string>("has to be text")
        : value.TakenFor.Length > 0 ? Broken<string>($"is {value.TakenFor} without quotes, and would be deployed in another spelling; write it as text: \"{text}\"")
        : rule?.Invoke(text) is { Length: > 0 } broken ? Broken<string>(broken)
        : text;

    /// <summary>One of a few words. A number may stand without quotes where it is one of them as it is written: no other spelling of it is.</summary>
    public static Func<ConfigurationValue, Reading<string>> Choice(Func<string, string> rule) => written =>
        written is not ConfigurationValue.Text(var text) ? Broken<string>("has to be text")
        : rule(text) is { Length: > 0 } broken ? Broken<string>(broken)
        : text;

    public static Func<ConfigurationValue, Reading<T>> OneOf<T>(params (string Text, T Value)[] choices) => written =>
    {
        var text = (written as ConfigurationValue.Text)?.Value ?? "";
        var names = choices.Select(choice => choice.Text).ToArray();
        var index = Array.IndexOf(names, text);
        return index >= 0 ? choices[index].Value : Broken<T>($"not one of {string.Join(", ", names)}{Spelling.Suggest(text, names)}");
    };

    public static Func<ConfigurationValue, Reading<int>> Integer(int minimum, int maximum) => written =>
        written is ConfigurationValue.Text(var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= minimum && number <= maximum
            && (text[0] != '0' || text == "0") // 010 is eight to the engine.
            ? number
            : Broken<int>($"has to be a whole number from {minimum} to {maximum}");

    /// <summary>A whole number, or the word <c>auto</c>, which leaves it to the system (and reads as 0).</summary>
    public static Func<ConfigurationValue, Reading<int>> IntegerOrAuto(int minimum, int maximum) => written =>
        written is ConfigurationValue.Text("auto") ? 0
        : Integer(minimum, maximum)(written) is { BrokenRule: "" } reading ? reading
        : Broken<int>($"has to be auto or a whole number from {minimum} to {maximum}");

    public static Func<ConfigurationValue, Reading<bool>> Boolean() => written => written switch
    {
        ConfigurationValue.Text("true") => true,
        ConfigurationValue.Text("false") => false,
        _ => Broken<bool>("has to be true or false"),
    };

    public static Func<ConfigurationValue, Reading<ImmutableArray<T>>> ListOf<T>(Func<ConfigurationValue, Reading<T>> item) => written =>
    {
        if (Structured(written) is not ConfigurationValue.List(var items))
        {
            return Broken<ImmutableArray<T>>("has to be a list");
        }

        var readings = items.Select((value, index) => (Index: index, Value: value, Reading: item(value))).ToArray();
        var broken = readings.Where(entry => entry.Reading.BrokenRule.Length > 0).ToArray();
        return broken.Length == 0
            ? readings.Select(entry => entry.Reading.Value).ToImmutableArray()
            : Broken<ImmutableArray<T>>(string.Join("; ", broken.Select(entry => $"item {entry.Index + 1}, {entry.Value}, {entry.Reading.BrokenRule}")));
    };

    public static Func<ConfigurationValue, Reading<ImmutableSortedDictionary<string, T>>> MapOf<T>(Func<ConfigurationValue, Reading<T>> item) => written =>
    {
        if (Structured(written) is not ConfigurationValue.Map(var entries))
        {
            return Broken<ImmutableSortedDictionary<string, T>>("has to be a map of keys and values");
        }

        var readings = entries.Select(entry => (entry.Key, entry.Value, Reading: item(entry.Value))).ToArray();
        var broken = readings.Where(entry => entry.Reading.BrokenRule.Length > 0).ToArray();
        return broken.Length == 0
            ? readings.ToImmutableSortedDictionary(entry => entry.Key, entry => entry.Reading.Value, StringComparer.Ordinal)
            : Broken<ImmutableSortedDictionary<string, T>>(string.Join("; ", broken.Select(entry => $"{entry.Key} ({entry.Value}) {entry.Reading.BrokenRule}")));
    };

    /// <summary>Lists and maps arrive as JSON text from the engine and from options, and as YAML from files.</summary>
    public static ConfigurationValue Structured(ConfigurationValue written)
    {
        if (written is not ConfigurationValue.Text(var text) || !(text.StartsWith('[') || text.StartsWith('{')))
        {
            return written;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return FromJson(document.RootElement);
        }
        catch (JsonException)
        {
            return written;
        }
    }

    private static ConfigurationValue FromJson(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => new ConfigurationValue.List([.. element.EnumerateArray().Select(FromJson)]),
        JsonValueKind.Object => new ConfigurationValue.Map([.. element.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, FromJson(property.Value)))]),
        JsonValueKind.String => new ConfigurationValue.Text(element.GetString() ?? ""),
        JsonValueKind.Null => new ConfigurationValue.Missing(),
        JsonValueKind.Number => new ConfigurationValue.Text(element.GetRawText()) { TakenFor = "a number" },
        _ => new ConfigurationValue.Text(element.GetRawText()) { TakenFor = "a boolean" },
    };
}
