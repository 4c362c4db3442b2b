using System.Collections.Immutable;
using System.Text.Json;

namespace PulumiPackages.Tests.Core;

/// <summary>A resource with an output of every kind there is.</summary>
internal sealed class Sample : CustomResource
{
    public const string Token = "sample:index:Sample";

    public Sample(string name, SampleArgs? args = null, CustomResourceOptions? options = null)
        : base(Token, name, args, options)
    {
    }

    [Output("text")]
    public Output<string> Text { get; private set; } = null!;

    [Output("optionalText")]
    public Output<string?> OptionalText { get; private set; } = null!;

    [Output("count")]
    public Output<int> Count { get; private set; } = null!;

    [Output("optionalCount")]
    public Output<int?> OptionalCount { get; private set; } = null!;

    [Output("ratio")]
    public Output<double> Ratio { get; private set; } = null!;

    [Output("enabled")]
    public Output<bool> Enabled { get; private set; } = null!;

    [Output("optionalEnabled")]
    public Output<bool?> OptionalEnabled { get; private set; } = null!;

    [Output("list")]
    public Output<ImmutableArray<string>> List { get; private set; } = null!;

    [Output("map")]
    public Output<ImmutableDictionary<string, string>> Map { get; private set; } = null!;

    [Output("color")]
    public Output<Color> Color { get; private set; } = null!;

    [Output("optionalColor")]
    public Output<Color?> OptionalColor { get; private set; } = null!;

    [Output("weight")]
    public Output<Weight> Weight { get; private set; } = null!;

    [Output("size")]
    public Output<Size> Size { get; private set; } = null!;

    [Output("either")]
    public Output<Union<string, int>> Either { get; private set; } = null!;

    [Output("nested")]
    public Output<Nested> Nested { get; private set; } = null!;

    [Output("nestedList")]
    public Output<ImmutableArray<Nested>> NestedList { get; private set; } = null!;

    [Output("nestedMap")]
    public Output<ImmutableDictionary<string, Nested>> NestedMap { get; private set; } = null!;

    [Output("asset")]
    public Output<AssetOrArchive> Asset { get; private set; } = null!;

    [Output("any")]
    public Output<object> Any { get; private set; } = null!;

    [Output("element")]
    public Output<JsonElement> Element { get; private set; } = null!;

    [Output("resource")]
    public Output<Resource?> Resource { get; private set; } = null!;

    [Output]
    public Output<string> NamedByProperty { get; private set; } = null!;
}

/// <summary>The inputs of <see cref="Sample"/>.</summary>
internal sealed class SampleArgs : ResourceArgs
{
    [Input("list")]
    private InputList<string>? _list;

    [Input("map")]
    private InputMap<string>? _map;

    [Input("nestedList")]
    private InputList<NestedArgs>? _nestedList;

    [Input("nestedMap")]
    private InputMap<NestedArgs>? _nestedMap;

    [Input("eitherList")]
    private InputList<Union<string, int>>? _eitherList;

    [Input("eitherMap")]
    private InputMap<Union<string, int>>? _eitherMap;

    [Input("secretText")]
    private Input<string>? _secretText;

    [Input("text")]
    public Input<string>? Text { get; set; }

    [Input("count")]
    public Input<int>? Count { get; set; }

    [Input("ratio")]
    public Input<double>? Ratio { get; set; }

    [Input("enabled")]
    public Input<bool>? Enabled { get; set; }

    [Input("color")]
    public Input<Color>? Color { get; set; }

    [Input("weight")]
    public Input<Weight>? Weight { get; set; }

    [Input("size")]
    public Input<Size>? Size { get; set; }

    [Input("either")]
    public InputUnion<string, int>? Either { get; set; }

    [Input("nested")]
    public Input<NestedArgs>? Nested { get; set; }

    [Input("asset")]
    public Input<AssetOrArchive>? Asset { get; set; }

    [Input("any")]
    public Input<object>? Any { get; set; }

    [Input("element")]
    public InputJson? Element { get; set; }

    [Input("resource")]
    public Input<Resource>? Resource { get; set; }

    [Input("plain")]
    public string? Plain { get; set; }

    [Input("plainObject")]
    public object? PlainObject { get; set; }

    [Input("jsonCount", json: true)]
    public Input<int>? JsonCount { get; set; }

    [Input("jsonText", json: true)]
    public Input<string>? JsonText { get; set; }

    [Input("jsonFlag", json: true)]
    public Input<bool>? JsonFlag { get; set; }

    [Input("jsonNested", json: true)]
    public Input<NestedArgs>? JsonNested { get; set; }

    [Input("jsonList", json: true)]
    public InputList<string>? JsonList { get; set; }

    [Input("jsonMap", json: true)]
    public InputMap<string>? JsonMap { get; set; }

    public string? NotAnInput { get; set; } = "stays here";

    public InputList<string> List
    {
        get => _list ??= [];
        set => _list = value;
    }

    public InputMap<string> Map
    {
        get => _map ??= [];
        set => _map = value;
    }

    public InputList<NestedArgs> NestedList
    {
        get => _nestedList ??= [];
        set => _nestedList = value;
    }

    public InputMap<NestedArgs> NestedMap
    {
        get => _nestedMap ??= [];
        set => _nestedMap = value;
    }

    public InputList<Union<string, int>> EitherList
    {
        get => _eitherList ??= [];
        set => _eitherList = value;
    }

    public InputMap<Union<string, int>> EitherMap
    {
        get => _eitherMap ??= [];
        set => _eitherMap = value;
    }

    /// <summary>Wrapped in a secret when it is set, as generated packages do it.</summary>
    public Input<string>? SecretText
    {
        get => _secretText;
        set
        {
            var empty = Output.CreateSecret(0);
            _secretText = Output.Tuple<Input<string>?, int>(value, empty).Apply(both => both.Item1);
        }
    }
}

/// <summary>A nested argument.</summary>
internal sealed class NestedArgs : ResourceArgs
{
    [Input("labels")]
    private InputMap<string>? _labels;

    [Input("name", required: true)]
    public Input<string> Name { get; set; } = null!;

    [Input("port")]
    public Input<int>? Port { get; set; }

    [Input("inner")]
    public Input<NestedArgs>? Inner { get; set; }

    public InputMap<string> Labels
    {
        get => _labels ??= [];
        set => _labels = value;
    }
}

/// <summary>A nested result.</summary>
[OutputType]
internal sealed class Nested
{
    public readonly string Name;
    public readonly int? Port;
    public readonly ImmutableDictionary<string, string>? Labels;
    public readonly ImmutableArray<string> Zones;
    public readonly Nested? Inner;

    [OutputConstructor]
    private Nested(
        string name,
        int? port,
        ImmutableDictionary<string, string>? labels,
        [OutputConstructorParameter("availability-zones")] ImmutableArray<string> zones,
        Nested? inner)
    {
        Name = name;
        Port = port;
        Labels = labels;
        Zones = zones;
        Inner = inner;
    }
}

/// <summary>An enumeration of numbers.</summary>
internal enum Size
{
    Small = 0,
    Large = 7,
}

/// <summary>An enumeration of texts.</summary>
[EnumType]
internal readonly struct Color : IEquatable<Color>
{
    private readonly string _value;

    private Color(string value)
        => _value = value;

    public static Color Red { get; } = new("red");

    public static Color Blue { get; } = new("blue");

    public static explicit operator string(Color color) => color._value;

    public static bool operator ==(Color left, Color right) => left.Equals(right);

    public static bool operator !=(Color left, Color right) => !left.Equals(right);

    public bool Equals(Color other) => _value == other._value;

    public override bool Equals(object? obj) => obj is Color other && Equals(other);

    public override int GetHashCode() => _value?.GetHashCode(StringComparison.Ordinal) ?? 0;

    public override string ToString() => _value;
}

/// <summary>An enumeration of numbers with fractions.</summary>
[EnumType]
internal readonly struct Weight : IEquatable<Weight>
{
    private readonly double _value;

    private Weight(double value)
        => _value = value;

    public static Weight Light { get; } = new(0.5);

    public static Weight Heavy { get; } = new(2);

    public static explicit operator double(Weight weight) => weight._value;

    public static bool operator ==(Weight left, Weight right) => left.Equals(right);

    public static bool operator !=(Weight left, Weight right) => !left.Equals(right);

    public bool Equals(Weight other) => _value.Equals(other._value);

    public override bool Equals(object? obj) => obj is Weight other && Equals(other);

    public override int GetHashCode() => _value.GetHashCode();
}
