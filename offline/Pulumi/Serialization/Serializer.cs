using System.Collections;
using System.Collections.Immutable;
using System.Text.Json;

namespace Pulumi.Serialization;

/// <summary>
/// Turns what a program passes to resources and functions into wire values. One pass is synchronous; where it meets an
/// output that is not settled, it goes on, and the whole is done again after waiting for all of them.
/// </summary>
internal sealed class Serializer
{
    private readonly string _label;
    private readonly List<object> _path = [];
    private HashSet<Resource>? _dependencies;
    private List<Task>? _pending;

    // About the property that is being serialised.
    private bool _isKnown = true;
    private bool _isSecret;

    // Inside JSON text there is no place for these two beside the value, so they are marked within it.
    private bool _inJson;

    private Serializer(string label)
        => _label = label;

    /// <summary>Serialises arguments. Throws where a required input is missing or a type has no wire form.</summary>
    /// <param name="label">What the arguments belong to, for error messages.</param>
    /// <param name="args">The arguments.</param>
    public static ValueTask<SerializedProperties> SerializeAsync(string label, InputArgs args)
        => SerializeAsync(label, args.GetInputs());

    /// <inheritdoc cref="SerializeAsync(string, InputArgs)"/>
    public static async ValueTask<SerializedProperties> SerializeAsync(string label, NamedInput[] inputs)
    {
        while (true)
        {
            var serializer = new Serializer(label);
            var properties = serializer.Serialize(inputs);
            if (serializer._pending is not { } pending)
                return properties;

            await Task.WhenAll(pending).ConfigureAwait(false);
        }
    }

    /// <summary>Serialises the state or result a mock returned: a map or an object that serialises to one.</summary>
    public static ValueTask<SerializedProperties> SerializeStateAsync(object? state) => state switch
    {
        IDictionary<string, object> map => SerializeAsync("", [.. map.Select(e => new NamedInput(e.Key, e.Value, Json: false))]),
        InputArgs args => SerializeAsync("", args),
        null => throw new InvalidOperationException("A mock returned null; it has to return a map or an object with properties."),
        _ => SerializeObjectAsync(state),
    };

    private static async ValueTask<SerializedProperties> SerializeObjectAsync(object state)
    {
        var whole = await SerializeAsync("", [new NamedInput("", state, Json: false)]).ConfigureAwait(false);
        if (whole.Values is not [{ Value: { Value: ImmutableDictionary<string, object?> map } all }])
            throw new InvalidOperationException($"{state.GetType().FullName} is not a supported argument type");

        return new SerializedProperties(
            [.. map.Select(e => new KeyValuePair<string, PropertyValue>(e.Key, new(e.Value, all.IsKnown, all.IsSecret)))],
            whole.Dependencies);
    }

    private SerializedProperties Serialize(NamedInput[] inputs)
    {
        var values = new List<KeyValuePair<string, PropertyValue>>(inputs.Length);
        foreach (var input in inputs)
        {
            _isKnown = true;
            _isSecret = false;
            var value = SerializeInput(input);
            if (value is not null || !_isKnown)
                values.Add(new(input.Name, new(value, _isKnown, _isSecret)));
        }

        return new SerializedProperties(values, _dependencies);
    }

    private object? SerializeInput(NamedInput input)
    {
        _path.Add(input.Name);
        var value = input.Json ? SerializeAsJson(input.Value) : Serialize(input.Value);
        _path.RemoveAt(_path.Count - 1);
        return value;
    }

    private object? Serialize(object? value) => value switch
    {
        null or bool or double => value,
        string text => SerializeText(text),
        int number => (double)number,
        InputArgs args => SerializeArgs(args),
        IInput input => SerializeOutput(input.ToOutput()),
        IOutput output => SerializeOutput(output),
        AssetOrArchive asset => SerializeAsset(asset),
        Task => throw NotSupported("Tasks are not allowed inside ResourceArgs. Please wrap your Task in an Output:"),
        IUnion union => Serialize(union.Value),
        JsonElement element => SerializeElement(element),
        Resource resource => SerializeResource(resource),
        ImmutableDictionary<string, object?> map => SerializeMap(map),
        IDictionary map => SerializeMap(map),
        ImmutableArray<object?> list => SerializeList(list),
        IList list => SerializeList(list),
        Enum constant when constant.GetTypeCode() == TypeCode.Int32 => (double)(int)(object)constant,
        ValueTuple => null,
        _ => SerializeByAttributes(value),
    };

    private string? SerializeText(string text)
    {
        if (!_inJson && text == WireMarkers.Unknown)
        {
            _isKnown = false;
            return null;
        }

        return text;
    }

    private object SerializeArgs(InputArgs args)
    {
        var map = ImmutableDictionary.CreateBuilder<string, object?>();
        foreach (var input in args.GetInputs())
        {
            if (SerializeInput(input) is { } value)
                map.Add(input.Name, value);
        }

        return Interpret(map.ToImmutable());
    }

    private object? SerializeOutput(IOutput output)
    {
        if (output.SettledNow is not { } settled)
        {
            (_pending ??= []).Add(output.Completion);
            return null;
        }

        AddDependencies(settled);
        if (!settled.IsKnown)
        {
            if (_inJson)
                return WireMarkers.Unknown;

            _isKnown = false;
            return null;
        }

        var value = Serialize(settled.UntypedValue);
        if (!settled.IsSecret)
            return value;

        if (_inJson)
            return Marked(WireMarkers.Secret, WireMarkers.Value, value);

        _isSecret = true;
        return value;
    }

    private string? SerializeAsJson(object? value)
    {
        // An output around the whole is not part of the text: it says whether the text is known and secret.
        var output = value is IInput input ? input.ToOutput() : value as IOutput;
        if (output is not null)
        {
            if (output.SettledNow is not { } settled)
            {
                (_pending ??= []).Add(output.Completion);
                return null;
            }

            AddDependencies(settled);
            _isKnown &= settled.IsKnown;
            _isSecret |= settled.IsSecret;
            if (!settled.IsKnown)
                return null;

            value = settled.UntypedValue;
        }

        var outer = _inJson;
        _inJson = true;
        var content = Serialize(value);
        _inJson = outer;
        return JsonText.Format(content);
    }

    private object SerializeAsset(AssetOrArchive asset)
    {
        if (asset is InvalidAsset)
            throw new InvalidOperationException("Cannot serialize invalid asset");

        if (asset is InvalidArchive)
            throw new InvalidOperationException("Cannot serialize invalid archive");

        return _inJson ? Marked(asset.Signature, asset.WireName, Serialize(asset.Content)) : asset;
    }

    private object? SerializeResource(Resource resource)
    {
        AddDependency(resource);
        if (_inJson)
            return SerializeOutput(resource is CustomResource custom ? custom.Id : resource.Urn);

        // It is referred to by its URN, so it has to be registered first; whoever reads the reference knows nothing else of it.
        if (resource.Urn.SettledNow is { } urn)
            return new DependencyResource(urn.Value);

        (_pending ??= []).Add(((IOutput)resource.Urn).Completion);
        return null;
    }

    private static object? SerializeElement(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                return element.GetString();
            case JsonValueKind.Number:
                return element.GetDouble();
            case JsonValueKind.True:
            case JsonValueKind.False:
                return element.GetBoolean();
            case JsonValueKind.Array:
                return element.EnumerateArray().Select(SerializeElement).ToImmutableArray();
            case JsonValueKind.Object:
                var map = ImmutableDictionary.CreateBuilder<string, object?>();
                foreach (var property in element.EnumerateObject())
                    map[property.Name] = SerializeElement(property.Value);

                return map.ToImmutable();
            default:
                return null;
        }
    }

    private object SerializeMap(IDictionary map)
    {
        var result = ImmutableDictionary.CreateBuilder<string, object?>();
        var entries = map.GetEnumerator();
        while (entries.MoveNext())
        {
            if (entries.Key is not string key)
                throw NotSupported("Dictionaries are only supported with string keys:");

            if (SerializeItem(key, entries.Value) is { } value)
                result[key] = value;
        }

        return Interpret(result.ToImmutable());
    }

    // A map that comes back from a mock is often one it was given: nothing is copied then.
    private object SerializeMap(ImmutableDictionary<string, object?> map)
    {
        var result = map.ToBuilder();
        foreach (var (key, given) in map)
        {
            var value = SerializeItem(key, given);
            if (ReferenceEquals(value, given) && value is not null)
                continue;

            if (value is null)
                result.Remove(key);
            else
                result[key] = value;
        }

        return Interpret(result.ToImmutable());
    }

    private ImmutableArray<object?> SerializeList(IList list)
    {
        int count;
        try
        {
            count = list.Count;
        }
        catch (InvalidOperationException)
        {
            // A default immutable array is a list that cannot be asked for anything.
            return ImmutableArray<object?>.Empty;
        }

        var result = ImmutableArray.CreateBuilder<object?>(count);
        for (var i = 0; i < count; i++)
            result.Add(SerializeItem(i, list[i]));

        return result.MoveToImmutable();
    }

    private ImmutableArray<object?> SerializeList(ImmutableArray<object?> list)
    {
        if (list.IsDefault)
            return ImmutableArray<object?>.Empty;

        ImmutableArray<object?>.Builder? result = null;
        for (var i = 0; i < list.Length; i++)
        {
            var value = SerializeItem(i, list[i]);
            if (result is null && !ReferenceEquals(value, list[i]))
                result = list.ToBuilder();

            if (result is not null)
                result[i] = value;
        }

        return result?.ToImmutable() ?? list;
    }

    private object? SerializeItem(object keyOrIndex, object? value)
    {
        if (value is null)
            return null;

        _path.Add(keyOrIndex);
        var result = Serialize(value);
        _path.RemoveAt(_path.Count - 1);
        return result;
    }

    private object? SerializeByAttributes(object value)
    {
        var type = value.GetType();
        if (type.IsValueType && Attribute.IsDefined(type, typeof(EnumTypeAttribute)))
        {
            return EnumStruct.Of(type).ToWire(value)
                ?? throw NotSupported($"Expected {type.FullName} to have an explicit conversion operator to String or Double.");
        }

        if (!Attribute.IsDefined(type, typeof(OutputTypeAttribute)))
            throw NotSupported($"{type.FullName} is not a supported argument type.");

        var map = ImmutableDictionary.CreateBuilder<string, object?>();
        foreach (var (name, field) in OutputTypeFields.Of(type))
            map[name] = SerializeItem(name, field.GetValue(value));

        return Interpret(map.ToImmutable());
    }

    /// <summary>A map with a signature stands for something else.</summary>
    private object Interpret(ImmutableDictionary<string, object?> map)
    {
        if (_inJson || !map.TryGetValue(WireMarkers.Signature, out var signature))
            return map;

        switch (signature)
        {
            case WireMarkers.Secret:
                _isSecret = true;
                return map[WireMarkers.Value]!;
            case WireMarkers.Asset when map.GetValueOrDefault(WireMarkers.Text) is string text:
                return new StringAsset(text);
            case WireMarkers.Asset when map.GetValueOrDefault(WireMarkers.Path) is string path:
                return new FileAsset(path);
            case WireMarkers.Asset when map.GetValueOrDefault(WireMarkers.Uri) is string uri:
                return new RemoteAsset(uri);
            case WireMarkers.Archive when map.GetValueOrDefault(WireMarkers.Path) is string path:
                return new FileArchive(path);
            case WireMarkers.Archive when map.GetValueOrDefault(WireMarkers.Uri) is string uri:
                return new RemoteArchive(uri);
            case WireMarkers.Archive when map.GetValueOrDefault(WireMarkers.Assets) is ImmutableDictionary<string, object?> assets:
                return new AssetArchive(assets.ToImmutableDictionary(e => e.Key, e => (AssetOrArchive)e.Value!));
            case WireMarkers.Resource when map.GetValueOrDefault(WireMarkers.Urn) is string urn:
                return new DependencyResource(urn);
            default:
                return map;
        }
    }

    private static ImmutableDictionary<string, object?> Marked(string signature, string name, object? value)
        => ImmutableDictionary<string, object?>.Empty.Add(WireMarkers.Signature, signature).Add(name, value);

    private void AddDependency(Resource resource) => (_dependencies ??= []).Add(resource);

    private void AddDependencies(Settled settled)
    {
        if (!settled.Resources.IsEmpty)
            (_dependencies ??= []).UnionWith(settled.Resources);
    }

    private InvalidOperationException NotSupported(string problem)
    {
        var path = _label;
        foreach (var part in _path)
            path += part is int index ? $"[{index}]" : path.Length == 0 ? part : $".{part}";

        return new InvalidOperationException($"error serializing property \"{_path.FirstOrDefault()}\": {problem}\n\t{path}");
    }
}
