using System.Reflection;
using System.Runtime.CompilerServices;

namespace Pulumi.Serialization;

/// <summary>
/// Reads and writes members by reflection. For an automatic property the field behind it is used: that needs neither
/// code generation nor a call, which counts when hundreds of types are seen for the first time.
/// </summary>
internal sealed class MemberAccess
{
    private readonly FieldInfo? _field;
    private readonly PropertyInfo? _property;

    public MemberAccess(FieldInfo field)
        => _field = field;

    public MemberAccess(PropertyInfo property)
    {
        _field = BackingField(property);
        _property = property;
    }

    public object? Get(object target) => _field is not null ? _field.GetValue(target) : _property!.GetValue(target);

    public void Set(object target, object? value)
    {
        if (_field is not null)
            _field.SetValue(target, value);
        else
            _property!.SetValue(target, value);
    }

    private static FieldInfo? BackingField(PropertyInfo property)
    {
        var accessor = property.GetGetMethod(nonPublic: true);
        if (accessor is null || !accessor.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false))
            return null;

        if (property.GetSetMethod(nonPublic: true) is { } setter
            && !setter.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false))
        {
            return null;
        }

        return property.DeclaringType!.GetField($"<{property.Name}>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic);
    }
}
