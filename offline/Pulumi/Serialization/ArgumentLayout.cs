using System.Collections.Concurrent;
using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>The inputs of an argument type.</summary>
internal sealed class ArgumentLayout
{
    private const BindingFlags AnyInstance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly ConcurrentDictionary<Type, ArgumentLayout> s_layouts = new();

    private readonly Type _type;
    private readonly Member[] _members;

    private ArgumentLayout(Type type)
    {
        var members = new List<Member>();
        foreach (var field in type.GetFields(AnyInstance))
        {
            if (field.GetCustomAttribute<InputAttribute>() is { } input)
                members.Add(new(input, field.Name, new MemberAccess(field)));
        }

        foreach (var property in type.GetProperties(AnyInstance))
        {
            if (property.GetCustomAttribute<InputAttribute>() is { } input)
                members.Add(new(input, property.Name, new MemberAccess(property)));
        }

        _type = type;
        _members = [.. members];
    }

    public static ArgumentLayout Of(Type type) => s_layouts.GetOrAdd(type, static t => new ArgumentLayout(t));

    /// <summary>The inputs that have a value; an <see cref="ArgumentNullException"/> if a required one has none.</summary>
    public NamedInput[] Read(InputArgs args)
    {
        var inputs = new NamedInput[_members.Length];
        var count = 0;
        foreach (var member in _members)
        {
            var value = member.Access.Get(args);
            if (value is not null)
            {
                inputs[count++] = new(member.Input.Name, value, member.Input.Json);
            }
            else if (member.Input.IsRequired)
            {
                throw new ArgumentNullException(
                    member.Name, $"[Input] {_type.FullName}.{member.Name} is required but was not given a value");
            }
        }

        return count == inputs.Length ? inputs : inputs[..count];
    }

    private sealed record Member(InputAttribute Input, string Name, MemberAccess Access);
}
