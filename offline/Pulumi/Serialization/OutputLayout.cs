using System.Collections.Concurrent;
using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>The outputs of a resource type that are settled by the registration of the resource.</summary>
internal sealed class OutputLayout
{
    private static readonly ConcurrentDictionary<Type, OutputLayout> s_layouts = new();
    private static readonly ConcurrentDictionary<Type, OutputFactory> s_factories = new();

    private readonly Slot[] _slots;

    private OutputLayout(Type type)
    {
        var slots = new List<Slot>();
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetCustomAttribute<OutputAttribute>() is not { } output)
                continue;

            var declared = property.PropertyType;
            if (!declared.IsConstructedGenericType || declared.GetGenericTypeDefinition() != typeof(Output<>))
                throw RunException.OutputsHaveIncorrectType([output.Name ?? property.Name]);

            // The setter may be private, and then it is only visible where the property is declared.
            var own = property.DeclaringType == type
                ? property
                : property.DeclaringType!.GetProperty(property.Name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)!;
            var fullName = $"[Output] {type.FullName}.{property.Name}";
            if (own.GetSetMethod(nonPublic: true) is null)
                throw new InvalidOperationException($"{fullName} did not have a 'set' method");

            var value = declared.GenericTypeArguments[0];
            TargetTypes.Check(fullName, value);
            slots.Add(new(output.Name ?? property.Name, new MemberAccess(own), FactoryOf(value), value));
        }

        _slots = [.. slots];
    }

    public static OutputLayout Of(Type type) => s_layouts.GetOrAdd(type, static t => new OutputLayout(t));

    /// <summary>Gives every output property of a new resource its pending output.</summary>
    public IPendingOutput[] CreateOutputs(Resource resource)
    {
        var outputs = new IPendingOutput[_slots.Length];
        for (var i = 0; i < outputs.Length; i++)
        {
            outputs[i] = _slots[i].Factory.Create();
            _slots[i].Access.Set(resource, outputs[i]);
        }

        return outputs;
    }

    /// <summary>The wire name of an output.</summary>
    public string NameAt(int index) => _slots[index].Name;

    /// <summary>Converts a wire value to the type of an output.</summary>
    public object? ConvertAt(int index, object? value) => ValueConverter.Of(_slots[index].Type).Convert(value);

    private static OutputFactory FactoryOf(Type value) => s_factories.GetOrAdd(
        value, static t => (OutputFactory)Activator.CreateInstance(typeof(OutputFactory<>).MakeGenericType(t))!);

    private sealed record Slot(string Name, MemberAccess Access, OutputFactory Factory, Type Type);
}
