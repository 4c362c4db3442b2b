using System.Text.RegularExpressions;
using Offline.Generator.Facts;

namespace Offline.Generator.Writing;

/// <summary>Writes an argument type: inputs with wire names, secret setters, defaults its constructor assigns.</summary>
internal sealed partial class ArgumentsWriter(TypeFacts type, TypeNames types, string defaults, SourceText source)
{
    private const string Literal = """(?:-?\d+(?:\.\d+)?|true|false|"[^"\\]*")""";
    private const string Read = """(?<read>GetEnv(?:Boolean|Int32|Double)?\("\w+"(?:, ?"\w+")*\))""";

    public void Write()
    {
        if (type.Constructors is not [[]])
            throw new FactsException(type.FullName, "an argument type has exactly one constructor, without parameters");
        var modifiers = type.Sealed ? "sealed " : type.Abstract ? "abstract " : "";
        using var _ = source.Open($"public {modifiers}class {type.Name} : {types.Of(type.FullName, type.Base!)}");
        foreach (var member in type.Members)
            WriteMember(member);
        WriteDefaults();
    }

    private void WriteMember(Member member)
    {
        if (member is { Static: true, Name: "Empty", Input: null } && member.Type == type.FullName)
        {
            source.Line($"public static new {type.Name} Empty => new();");
            return;
        }

        if (member is not { Input: { } wireName, Settable: true, Static: false, Field: false, Output: null, Value: null })
            throw new FactsException(type.FullName, $"the member '{member.Name}' is not an input");

        var options = (member.Required ? ", required: true" : "") + (member.Json ? ", json: true" : "");
        var attribute = $"[global::Pulumi.Input({Text.Literal(wireName)}{options})]";
        var plain = types.Of(type.FullName, member.Type);
        var shape = TypeExpression.Parse(type.FullName, member.Type).Name;
        var collection = shape is "InputList" or "InputMap" || member.EmptyByDefault;
        if (collection && member.Nullable)
            throw new FactsException(type.FullName, $"'{member.Name}' is a collection and nullable, which has no known shape");
        if (collection || member.Secret)
            WriteWithField(member, attribute, plain, collection);
        else
            WriteProperty(member, attribute, plain);
    }

    private void WriteProperty(Member member, string attribute, string plain)
    {
        var declared = types.Of(type.FullName, member.Type, member.Nullable);
        var initial = declared.EndsWith('?') || plain is "int" or "bool" or "double" ? "" : " = null!;";
        WriteMark(member);
        source.Line($"{attribute} public {declared} {member.Name} {{ get; set; }}{initial}");
    }

    private void WriteWithField(Member member, string attribute, string plain, bool collection)
    {
        var field = Text.Field(member.Input!);
        var declared = types.Of(type.FullName, member.Type, member.Nullable);
        // A member that is neither a collection nor nullable still starts as null: `required` finds out when it is serialised.
        var get = collection ? $"{field} ??= new()" : declared.EndsWith('?') ? field : field + "!";
        var set = member.Secret ? $"{defaults}.Secret<{SecretValue(member)}>(value)" : "value";
        source.Line($"{attribute} private {plain}? {field};");
        WriteMark(member);
        source.Line($"public {declared} {member.Name} {{ get => {get}; set => {field} = {set}; }}");
    }

    private void WriteMark(Member member)
    {
        if (Text.Obsolete(member.Obsolete) is { } mark)
            source.Line(mark);
    }

    private string SecretValue(Member member)
    {
        var inner = types.Inner(type.FullName, member.Type);
        return TypeExpression.Parse(type.FullName, member.Type).Name switch
        {
            "Input" => inner,
            "InputList" => $"global::System.Collections.Immutable.ImmutableArray<{inner}>",
            "InputMap" => $"global::System.Collections.Immutable.ImmutableDictionary<string, {inner}>",
            var other => throw new FactsException(type.FullName, $"'{member.Name}' is secret, and no secret {other} is known"),
        };
    }

    private void WriteDefaults()
    {
        if (type.ConstructorSets.Count == 0)
            return;
        using var _ = source.Open($"public {type.Name}()");
        foreach (var (name, expression) in type.ConstructorSets)
        {
            if (type.Members.All(member => member.Name != name))
                throw new FactsException(type.FullName, $"its constructor sets '{name}', which is not a member");
            var match = DefaultExpression().Match(expression);
            if (!match.Success)
                throw new FactsException(type.FullName, $"the default of '{name}' has no known shape: {expression}");
            // A variable that is not set gives an input without a value, as in the published packages.
            var isText = expression.StartsWith("GetEnv(", StringComparison.Ordinal);
            var missing = isText && !expression.Contains("??", StringComparison.Ordinal) ? "!" : "";
            var read = match.Groups["read"].Success ? defaults + "." : "";
            source.Line($"{name} = {read}{expression}{missing};");
        }
    }

    // A literal, or a read of the environment with or without a literal behind it.
    [GeneratedRegex($"^(?:{Read}(?: \\?\\? {Literal})?|{Literal})$")]
    private static partial Regex DefaultExpression();
}
