using Offline.Generator.Facts;

namespace Offline.Generator.Writing;

/// <summary>Writes an enumeration: a struct around a string or double, a C# enum for whole numbers.</summary>
internal sealed class EnumerationWriter(TypeFacts type, SourceText source)
{
    private const string Hidden =
        "[global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]";

    public void Write()
    {
        var valueTypes = type.Members.Select(member => member.Value?.Type).Distinct().ToList();
        source.Line("[global::Pulumi.EnumType]");
        switch (type.Struct, valueTypes)
        {
            case (false, ["int"]):
                WriteEnum();
                break;
            case (true, ["string"]):
                WriteStruct("string", Text.Literal);
                break;
            case (true, var numbers) when numbers.Count > 0 && numbers.All(value => value is "int" or "double"):
                WriteStruct("double", number => number);
                break;
            default:
                throw new FactsException(type.FullName, $"no shape is known for an enumeration of {string.Join(", ", valueTypes)}");
        }
    }

    private void WriteEnum()
    {
        using var _ = source.Open($"public enum {type.Name}");
        foreach (var member in type.Members)
            source.Line($"{member.Name} = {member.Value!.Text},");
    }

    private void WriteStruct(string valueType, Func<string, string> literal)
    {
        RefuseOtherMethods(valueType);
        var (name, isText) = (type.Name, valueType is "string");
        using var _ = source.Open($"public readonly struct {name} : global::System.IEquatable<{name}>");
        source.Line($"private readonly {valueType} _value;");
        var given = isText ? "value ?? throw new global::System.ArgumentNullException(nameof(value))" : "value";
        source.Line($"private {name}({valueType} value) => _value = {given};");
        foreach (var member in type.Members)
        {
            if (Text.Obsolete(member.Obsolete) is { } mark)
                source.Line(mark);
            source.Line($"public static {name} {member.Name} => new({literal(member.Value!.Text)});");
        }

        source.Line($"public static bool operator ==({name} left, {name} right) => left.Equals(right);");
        source.Line($"public static bool operator !=({name} left, {name} right) => !left.Equals(right);");
        source.Line($"public static explicit operator {valueType}({name} value) => value._value;");
        source.Line(Hidden);
        source.Line($"public override bool Equals(object? obj) => obj is {name} other && Equals(other);");
        var equal = isText ? "string.Equals(_value, other._value, global::System.StringComparison.Ordinal)" : "_value == other._value";
        source.Line($"public bool Equals({name} other) => {equal};");
        source.Line(Hidden);
        source.Line($"public override int GetHashCode() => {(isText ? "_value?.GetHashCode() ?? 0" : "_value.GetHashCode()")};");
        var text = isText ? "_value" : "_value.ToString(global::System.Globalization.CultureInfo.InvariantCulture)";
        source.Line($"public override string ToString() => {text};");
    }

    private void RefuseOtherMethods(string valueType)
    {
        foreach (var method in type.Methods)
        {
            var known = method.Name switch
            {
                "op_Equality" or "op_Inequality" => method.Returns is "bool",
                "op_Explicit" => method.Returns == valueType,
                _ => false,
            };
            if (!known)
                throw new FactsException(type.FullName, $"no shape is known for the method '{method.Name}' returning {method.Returns}");
        }
    }
}
