using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Serialization;
using k8s.Models;

namespace Infra.Facts.Pods;

/// <summary>Puts recorded maps, lists and values into the types of the Kubernetes API, as strictly as an API server takes them. The
/// library's own reader wants JSON and prepares itself for a quarter of a second, which every preview would wait for.</summary>
internal static class TypedReader
{
    private static readonly ConcurrentDictionary<Type, FrozenDictionary<string, PropertyInfo>> Members = new();

    /// <summary>Reads an object. What the type does not know is left out.</summary>
    /// <typeparam name="T">Type of the API.</typeparam>
    /// <param name="value">The recorded map.</param>
    /// <exception cref="FormatException">A value is of another kind than the API's; the message names it by its path.</exception>
    public static T Read<T>(object? value)
        where T : class, new() => (T?)Convert(typeof(T), value, "") ?? new();

    private static object? Convert(Type type, object? value, string path) => value is null ? null
        : type == typeof(object) ? value
        : type == typeof(string) ? value as string ?? throw Wrong(path, value, "a text")
        : type == typeof(bool?) ? value as bool? ?? throw Wrong(path, value, "true or false")
        : type == typeof(int) || type == typeof(int?) ? (int)Whole(value, path, int.MinValue, int.MaxValue)
        : type == typeof(long) || type == typeof(long?) ? Whole(value, path, long.MinValue, long.MaxValue)
        : type == typeof(DateTime?) ? Time(value, path)
        : type == typeof(IntOrString) ? PortOrName(value, path)
        : type == typeof(ResourceQuantity) ? Quantity(value, path)
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IList<>) ? Items(type.GenericTypeArguments[0], value, path)
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IDictionary<,>)
            ? Entries(type.GenericTypeArguments[1], value, path)
        : Object(type, value, path);

    private static object Object(Type type, object value, string path)
    {
        var map = value as IReadOnlyDictionary<string, object?> ?? throw Wrong(path, value, "an object");
        var result = Activator.CreateInstance(type)!;
        var members = Members.GetOrAdd(type, known => known.GetProperties()
            .ToFrozenDictionary(member =>
                member.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? member.Name, StringComparer.Ordinal));
        foreach (var (name, inner) in map)
        {
            if (inner is not null && members.TryGetValue(name, out var member))
            {
                member.SetValue(result, Convert(member.PropertyType, inner, path.Length == 0 ? name : $"{path}.{name}"));
            }
        }

        return result;
    }

    private static IList Items(Type type, object value, string path)
    {
        var items = value is IEnumerable list and not string and not IReadOnlyDictionary<string, object?> ? list
            : throw Wrong(path, value, "a list");
        var result = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(type))!;
        foreach (var item in items)
        {
            result.Add(Convert(type, item, $"{path}[{result.Count}]"));
        }

        return result;
    }

    private static IDictionary Entries(Type type, object value, string path)
    {
        var map = value as IReadOnlyDictionary<string, object?> ?? throw Wrong(path, value, "a map");
        var result = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), type))!;
        foreach (var (name, inner) in map)
        {
            result.Add(name, Convert(type, inner, $"{path}.{name}"));
        }

        return result;
    }

    private static long Whole(object value, string path, long least, long most) =>
        value is double number && number % 1 == 0 && number >= least && number <= most ? (long)number
        : value is int small ? small
        : throw Wrong(path, value, "a whole number");

    private static DateTime Time(object value, string path) =>
        value is string text && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time) ? time
        : throw Wrong(path, value, "a point in time");

    private static IntOrString PortOrName(object value, string path) =>
        value is string text ? (IntOrString)text : (IntOrString)(int)Whole(value, path, int.MinValue, int.MaxValue);

    private static ResourceQuantity Quantity(object value, string path)
    {
        try
        {
            return new(value as string
                ?? (value is double or int ? string.Create(CultureInfo.InvariantCulture, $"{value}")
                : throw Wrong(path, value, "a quantity")));
        }
        catch (Exception e) when (e is ArgumentException or OverflowException)
        {
            throw Wrong(path, value, "a quantity");
        }
    }

    private static FormatException Wrong(string path, object value, string wanted) =>
        new($"{path} has to be {wanted}, not {(
            value is string text ? $"'{text}'" : value is bool or double or int ? string.Create(CultureInfo.InvariantCulture, $"{value}")
            : value is IReadOnlyDictionary<string, object?> ? "an object" : "a list")}");
}
