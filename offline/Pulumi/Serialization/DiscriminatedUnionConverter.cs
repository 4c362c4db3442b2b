using System.Collections.Immutable;
using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>For discriminated unions: the case whose tag the value carries.</summary>
internal sealed class DiscriminatedUnionConverter(Type type) : ValueConverter
{
    private readonly string _property = type.GetCustomAttribute<DiscriminatedUnionDiscriminatorAttribute>(inherit: false)!.PropertyName;

    private readonly Dictionary<string, Type> _cases = type
        .GetCustomAttributes<DiscriminatedUnionCaseAttribute>(inherit: false)
        .ToDictionary(one => one.Tag, one => one.Type);

    public override bool TryConvert(object value, out object? result)
    {
        result = null;
        return value is ImmutableDictionary<string, object?> map
            && map.GetValueOrDefault(_property) is string tag
            && _cases.TryGetValue(tag, out var type)
            && Of(type).TryConvert(value, out result);
    }
}
