using System.Collections.Immutable;
using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>For output types: calls the marked constructor with the values of its parameters' wire names.</summary>
internal sealed class OutputTypeConverter(Type type) : ValueConverter
{
    private readonly Lazy<Plan> _plan = new(() => new Plan(type));

    public static ConstructorInfo? ConstructorOf(Type type)
        => type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .FirstOrDefault(c => c.IsDefined(typeof(OutputConstructorAttribute), inherit: false));

    public override bool TryConvert(object value, out object? result)
    {
        result = null;
        if (value is not ImmutableDictionary<string, object?> map)
            return false;

        result = _plan.Value.Build(map);
        return true;
    }

    private sealed class Plan
    {
        private readonly ConstructorInfo _constructor;
        private readonly (string Name, ValueConverter Converter)[] _parameters;

        public Plan(Type type)
        {
            TargetTypes.Check(type.FullName ?? type.Name, type);
            _constructor = ConstructorOf(type)!;
            _parameters = Array.ConvertAll(_constructor.GetParameters(), parameter =>
            {
                TargetTypes.Check($"{type.FullName}({parameter.Name})", parameter.ParameterType);
                var name = parameter.GetCustomAttribute<OutputConstructorParameterAttribute>()?.Name ?? parameter.Name!;
                return (name, Of(parameter.ParameterType));
            });
        }

        public object Build(ImmutableDictionary<string, object?> map)
        {
            var arguments = new object?[_parameters.Length];
            for (var i = 0; i < arguments.Length; i++)
                arguments[i] = _parameters[i].Converter.Convert(map.GetValueOrDefault(_parameters[i].Name));

            return _constructor.Invoke(arguments);
        }
    }
}
