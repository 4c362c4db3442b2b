using System.Collections.Immutable;
using System.Text.Json;

namespace Pulumi.Serialization;

/// <summary>For <see cref="object"/>: every value is right as it is.</summary>
internal sealed class UntypedConverter : ValueConverter
{
    public override bool TryConvert(object value, out object? result)
    {
        result = value;
        return true;
    }
}

/// <summary>For types whose values come over the wire as they are.</summary>
internal sealed class SameTypeConverter<T>(object? missing) : ValueConverter
{
    public override object? Default => missing;

    public override bool TryConvert(object value, out object? result)
    {
        result = value;
        return value is T;
    }
}

/// <summary>Numbers on the wire are doubles.</summary>
internal sealed class Int32Converter : ValueConverter
{
    public override object? Default => 0;

    public override bool TryConvert(object value, out object? result)
    {
        result = value is double number ? (int)number : null;
        return result is not null;
    }
}

/// <summary>For assets and archives; one that cannot be serialised stands for a value that is none.</summary>
internal sealed class AssetConverter<T>(Func<T> invalid) : ValueConverter
    where T : AssetOrArchive
{
    public override bool TryConvert(object value, out object? result)
    {
        result = value as T ?? invalid();
        return true;
    }
}

/// <summary>For enumerations of numbers.</summary>
internal sealed class EnumConverter(Type type) : ValueConverter
{
    public override object? Default => Enum.ToObject(type, 0);

    public override bool TryConvert(object value, out object? result)
    {
        result = value is double number ? Enum.ToObject(type, (int)number) : null;
        return result is not null;
    }
}

/// <summary>For structs that stand for enumerations.</summary>
internal sealed class EnumStructConverter(Type type) : ValueConverter
{
    public override object? Default => Activator.CreateInstance(type);

    public override bool TryConvert(object value, out object? result)
    {
        result = EnumStruct.Of(type).FromWire(value);
        return result is not null;
    }
}

/// <summary>For types that may be missing.</summary>
internal sealed class NullableConverter(Type type) : ValueConverter
{
    private readonly ValueConverter _inner = Of(type);

    public override bool TryConvert(object value, out object? result) => _inner.TryConvert(value, out result);
}

/// <summary>For outputs inside of other values.</summary>
internal sealed class NestedOutputValueConverter<T> : ValueConverter
{
    private readonly ValueConverter _inner = Of(typeof(T));

    public override bool TryConvert(object value, out object? result)
    {
        var fits = _inner.TryConvert(value, out var inner);
        result = fits ? Output.Create((T)inner!) : null;
        return fits;
    }
}

/// <summary>For unions: the first type that fits.</summary>
internal sealed class UnionConverter<T0, T1> : ValueConverter
{
    private readonly ValueConverter _first = Of(typeof(T0));
    private readonly ValueConverter _second = Of(typeof(T1));

    public override object? Default => default(Union<T0, T1>);

    public override bool TryConvert(object value, out object? result)
    {
        result = _first.TryConvert(value, out var inner) ? Union<T0, T1>.FromT0((T0)inner!)
            : _second.TryConvert(value, out inner) ? Union<T0, T1>.FromT1((T1)inner!)
            : null;
        return result is not null;
    }
}

/// <summary>For lists.</summary>
internal sealed class ArrayConverter<T> : ValueConverter
{
    private readonly ValueConverter _element = Of(typeof(T));

    public override object? Default => default(ImmutableArray<T>);

    public override bool TryConvert(object value, out object? result)
    {
        result = null;
        if (value is not ImmutableArray<object?> list)
            return false;

        var converted = ImmutableArray.CreateBuilder<T>(list.Length);
        foreach (var element in list)
            converted.Add(_element.Convert(element) is { } one ? (T)one : default!);

        result = converted.MoveToImmutable();
        return true;
    }
}

/// <summary>For maps.</summary>
internal sealed class MapConverter<T> : ValueConverter
{
    private readonly ValueConverter _value = Of(typeof(T));

    public override bool TryConvert(object value, out object? result)
    {
        result = null;
        if (value is not ImmutableDictionary<string, object?> map)
            return false;

        var converted = ImmutableDictionary.CreateBuilder<string, T>();
        foreach (var (key, entry) in map)
            converted.Add(key, _value.Convert(entry) is { } one ? (T)one : default!);

        result = converted.ToImmutable();
        return true;
    }
}

/// <summary>For JSON values.</summary>
internal sealed class JsonElementConverter : ValueConverter
{
    public override object? Default => default(JsonElement);

    public override bool TryConvert(object value, out object? result)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text))
        {
            if (!TryWrite(writer, value))
            {
                result = null;
                writer.Reset();
                return false;
            }
        }

        using var document = JsonDocument.Parse(text.ToArray());
        result = document.RootElement.Clone();
        return true;
    }

    private static bool TryWrite(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                return true;
            case string text:
                writer.WriteStringValue(text);
                return true;
            case double number:
                writer.WriteNumberValue(number);
                return true;
            case bool flag:
                writer.WriteBooleanValue(flag);
                return true;
            case ImmutableArray<object?> list:
                writer.WriteStartArray();
                foreach (var element in list)
                {
                    if (!TryWrite(writer, element))
                        return false;
                }

                writer.WriteEndArray();
                return true;
            case ImmutableDictionary<string, object?> map:
                writer.WriteStartObject();
                foreach (var (key, entry) in map)
                {
                    writer.WritePropertyName(key);
                    if (!TryWrite(writer, entry))
                        return false;
                }

                writer.WriteEndObject();
                return true;
            default:
                return false;
        }
    }
}
