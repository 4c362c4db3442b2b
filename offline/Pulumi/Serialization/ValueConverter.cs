using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;

namespace Pulumi.Serialization;

/// <summary>Converts wire values to a type. A value that does not fit becomes the default of the type.</summary>
internal abstract class ValueConverter
{
    private static readonly ConcurrentDictionary<Type, ValueConverter> s_converters = new();

    public static ValueConverter Of(Type type) => s_converters.GetOrAdd(type, static t => Create(t));

    /// <summary>What stands for a missing value: null, or the default of a value type.</summary>
    public virtual object? Default => null;

    /// <summary>Converts a value that is there; false if it does not fit.</summary>
    public abstract bool TryConvert(object value, out object? result);

    public object? Convert(object? value)
    {
        if (value is null)
            return Default;

        return TryConvert(value, out var result) ? result : null;
    }

    private static ValueConverter Create(Type type)
    {
        if (type == typeof(object))
            return new UntypedConverter();

        if (type == typeof(string))
            return new SameTypeConverter<string>(null);

        if (type == typeof(bool))
            return new SameTypeConverter<bool>(false);

        if (type == typeof(double))
            return new SameTypeConverter<double>(0.0);

        if (type == typeof(int))
            return new Int32Converter();

        if (type == typeof(Asset))
            return new AssetConverter<Asset>(() => new InvalidAsset());

        if (type == typeof(Archive))
            return new AssetConverter<Archive>(() => new InvalidArchive());

        if (type == typeof(AssetOrArchive))
            return new AssetConverter<AssetOrArchive>(() => new InvalidAsset());

        if (type == typeof(JsonElement))
            return new JsonElementConverter();

        if (type.IsAssignableTo(typeof(Resource)))
            return new SameTypeConverter<Resource>(null);

        if (type.IsEnum)
            return new EnumConverter(type);

        if (type.IsConstructedGenericType)
            return CreateGeneric(type);

        if (type.IsValueType && Attribute.IsDefined(type, typeof(EnumTypeAttribute)))
            return new EnumStructConverter(type);

        if (Attribute.IsDefined(type, typeof(DiscriminatedUnionDiscriminatorAttribute), inherit: false))
            return new DiscriminatedUnionConverter(type);

        return new OutputTypeConverter(type);
    }

    private static ValueConverter CreateGeneric(Type type)
    {
        var definition = type.GetGenericTypeDefinition();
        var arguments = type.GenericTypeArguments;
        if (type == typeof(ImmutableDictionary<string, object>))
            return new SameTypeConverter<ImmutableDictionary<string, object>>(null);

        if (definition == typeof(Nullable<>))
            return new NullableConverter(arguments[0]);

        var converter = definition == typeof(ImmutableArray<>) ? typeof(ArrayConverter<>).MakeGenericType(arguments)
            : definition == typeof(Union<,>) ? typeof(UnionConverter<,>).MakeGenericType(arguments)
            : definition == typeof(Output<>) ? typeof(NestedOutputValueConverter<>).MakeGenericType(arguments)
            : definition == typeof(ImmutableDictionary<,>) && arguments[0] == typeof(string)
                ? typeof(MapConverter<>).MakeGenericType(arguments[1])
            : throw new InvalidOperationException($"Unexpected generic target type {type.FullName}");
        return (ValueConverter)Activator.CreateInstance(converter)!;
    }
}
