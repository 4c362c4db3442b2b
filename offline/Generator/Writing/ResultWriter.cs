using Offline.Generator.Facts;

namespace Offline.Generator.Writing;

/// <summary>Writes a structured result: read-only fields and the constructor that fills them by wire name.</summary>
internal sealed class ResultWriter(TypeFacts type, TypeNames types, SourceText source)
{
    public void Write()
    {
        if (type.Members.Count != type.OutputConstructor.Count)
            throw new FactsException(type.FullName, "its constructor does not have one parameter per field");
        source.Line("[global::Pulumi.OutputType]");
        using var _ = source.Open($"public sealed class {type.Name}");
        foreach (var member in type.Members)
        {
            if (member is not { Field: true, Static: false, Settable: false, Input: null, Output: null, Value: null })
                throw new FactsException(type.FullName, $"the member '{member.Name}' is not a field");
            if (Text.Obsolete(member.Obsolete) is { } mark)
                source.Line(mark);
            source.Line($"public readonly {Declared(member)} {member.Name};");
        }

        WriteConstructor();
    }

    private string Declared(Member member) => types.Of(type.FullName, member.Type, member.Nullable);

    private void WriteConstructor()
    {
        var pairs = type.Members.Zip(type.OutputConstructor).ToList();
        foreach (var (member, parameter) in pairs)
        {
            if (member.Type.TrimEnd('?') != parameter.Type.TrimEnd('?'))
                throw new FactsException(type.FullName, $"'{parameter.Name}' fills '{member.Name}', but has the type '{parameter.Type}'");
        }

        source.Line("[global::Pulumi.OutputConstructor]");
        var parameters = string.Join(", ", pairs.Select(pair => $"{Declared(pair.First)} {Text.Identifier(pair.Second.Name)}"));
        using var _ = source.Open($"private {type.Name}({parameters})");
        foreach (var (member, parameter) in pairs)
            source.Line($"this.{member.Name} = {Text.Identifier(parameter.Name)};");
    }
}
