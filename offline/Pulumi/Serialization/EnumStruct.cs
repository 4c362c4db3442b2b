using System.Collections.Concurrent;
using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>How a struct marked with <see cref="EnumTypeAttribute"/> converts to and from its wire value.</summary>
internal sealed class EnumStruct
{
    private static readonly ConcurrentDictionary<Type, EnumStruct> s_structs = new();

    private readonly MethodInfo? _toWire;
    private readonly ConstructorInfo? _fromText;
    private readonly ConstructorInfo? _fromNumber;

    private EnumStruct(Type type)
    {
        _toWire = type.GetMethod("op_Explicit", BindingFlags.Public | BindingFlags.Static, [type]);
        if (_toWire is not null && _toWire.ReturnType != typeof(string) && _toWire.ReturnType != typeof(double))
            _toWire = null;

        _fromText = ConstructorOf(type, typeof(string));
        _fromNumber = ConstructorOf(type, typeof(double));
    }

    public static EnumStruct Of(Type type) => s_structs.GetOrAdd(type, static t => new EnumStruct(t));

    /// <summary>Null if the type can be built from its wire value and converted back; else what it lacks.</summary>
    public string? Problem
    {
        get
        {
            if ((_fromText ?? _fromNumber) is null)
                return "did not contain constructor with a single String or Double parameter.";

            return _toWire?.ReturnType == (_fromText is null ? typeof(double) : typeof(string))
                ? null
                : $"did not contain an explicit conversion operator to {(_fromText is null ? "System.Double" : "System.String")}.";
        }
    }

    /// <summary>The wire value; null if the type has no conversion to it.</summary>
    public object? ToWire(object value) => _toWire?.Invoke(null, [value]);

    /// <summary>The struct for a wire value; null if it has no constructor for it.</summary>
    public object? FromWire(object value)
        => (value is string ? _fromText : value is double ? _fromNumber : null)?.Invoke([value]);

    private static ConstructorInfo? ConstructorOf(Type type, Type parameter)
        => type.GetConstructor(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance, [parameter]);
}
