using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;

namespace Pulumi.Serialization;

/// <summary>Says which types outputs may have.</summary>
internal static class TargetTypes
{
    private static readonly ConcurrentDictionary<Type, bool> s_allowed = new();

    /// <summary>Throws if values of a type cannot come over the wire. The members of output types are checked when they are built.</summary>
    public static void Check(string context, Type type)
    {
        if (s_allowed.ContainsKey(type))
            return;

        CheckUncached(context, type);
        s_allowed[type] = true;
    }

    /// <summary>Throws if a value in a map of inputs cannot go over the wire.</summary>
    public static void CheckDictionary(string context, ImmutableDictionary<string, object?> dictionary)
    {
        ArgumentNullException.ThrowIfNull(dictionary);
        foreach (var value in dictionary.Values)
        {
            if (value is null)
                continue;

            var type = value.GetType();
            var isWrapped = type.IsGenericType
                && (type.GetGenericTypeDefinition() == typeof(Output<>) || type.GetGenericTypeDefinition() == typeof(Input<>));
            Check(context, isWrapped ? type.GenericTypeArguments[0] : type);
        }
    }

    private static void CheckUncached(string context, Type type)
    {
        if (type == typeof(string) || type == typeof(bool) || type == typeof(int) || type == typeof(double)
            || type == typeof(object) || type == typeof(JsonElement)
            || type == typeof(Asset) || type == typeof(Archive) || type == typeof(AssetOrArchive)
            || type.IsAssignableTo(typeof(Resource)))
        {
            return;
        }

        if (type.IsEnum && type.GetEnumUnderlyingType() == typeof(int))
            return;

        if (type.IsValueType && Attribute.IsDefined(type, typeof(EnumTypeAttribute)))
        {
            if (EnumStruct.Of(type).Problem is { } problem)
                throw new InvalidOperationException($"{type.FullName} had [{nameof(EnumTypeAttribute)}], but {problem}");

            return;
        }

        if (type.IsConstructedGenericType)
        {
            CheckGeneric(context, type);
            return;
        }

        if (Attribute.IsDefined(type, typeof(DiscriminatedUnionDiscriminatorAttribute), inherit: false))
            return;

        if (!Attribute.IsDefined(type, typeof(OutputTypeAttribute)))
        {
            throw new InvalidOperationException(
                $"{context} contains invalid type {type.FullName}. Allowed types are: String, Boolean, Int32, Double, "
                + $"Nullable<...>, ImmutableArray<...>, ImmutableDictionary<string, ...> and classes marked with [{nameof(OutputTypeAttribute)}].");
        }

        if (OutputTypeConverter.ConstructorOf(type) is null)
        {
            throw new InvalidOperationException(
                $"{type.FullName} had [{nameof(OutputTypeAttribute)}], but did not contain constructor marked with [{nameof(OutputConstructorAttribute)}].");
        }
    }

    private static void CheckGeneric(string context, Type type)
    {
        var definition = type.GetGenericTypeDefinition();
        var arguments = type.GenericTypeArguments;
        if (definition == typeof(ImmutableDictionary<,>))
        {
            if (arguments[0] != typeof(string))
            {
                throw new InvalidOperationException(
                    $"{context} contains invalid type {type.FullName}: The only allowed ImmutableDictionary 'TKey' type is 'String'.");
            }

            Check(context, arguments[1]);
            return;
        }

        if (definition != typeof(Nullable<>) && definition != typeof(Union<,>)
            && definition != typeof(ImmutableArray<>) && definition != typeof(Output<>))
        {
            throw new InvalidOperationException(
                $"{context} contains invalid type {type.FullName}: "
                + "The only generic types allowed are ImmutableArray<...> and ImmutableDictionary<string, ...>");
        }

        foreach (var argument in arguments)
            Check(context, argument);
    }
}
