using Offline.Generator.Facts;

namespace Offline.Generator.Writing;

/// <summary>Writes a resource or a provider: outputs, the public constructor, <c>Get</c>, methods.</summary>
internal sealed class ResourceWriter(TypeFacts type, Package package, TypeNames types, string defaults, SourceText source)
{
    private const string ProviderPrefix = "pulumi:providers:";

    private readonly string _token = type.Token ?? throw new FactsException(type.FullName, "a resource needs a token");

    public void Write()
    {
        source.Line($"[global::{package.Assembly}.{DefaultsWriter.ResourceTypeAttribute}({Text.Literal(_token)})]");
        var modifiers = type.Abstract ? "abstract partial" : "partial";
        using var _ = source.Open($"public {modifiers} class {type.Name} : {types.Of(type.FullName, type.Base!)}");
        foreach (var member in type.Members)
            WriteOutput(member);
        WriteConstructor();
        foreach (var method in type.Methods)
            WriteMethod(method);
    }

    private void WriteOutput(Member member)
    {
        if (member is not { Output: { } wireName, Settable: false, Static: false, Field: false, Input: null, Value: null })
            throw new FactsException(type.FullName, $"the member '{member.Name}' is not an output");
        if (Text.Obsolete(member.Obsolete) is { } mark)
            source.Line(mark);
        var inner = types.Inner(type.FullName, member.Type);
        var value = member.NullableValue && !inner.EndsWith('?') ? inner + "?" : inner;
        source.Line($"[global::Pulumi.Output({Text.Literal(wireName)})]");
        source.Line($"public global::Pulumi.Output<{value}> {member.Name} {{ get; private set; }} = null!;");
    }

    private void WriteConstructor()
    {
        if (type.Constructors is not [[{ Type: "string", Name: "name" }, { Name: "args" } args, { Name: "options", OptionalNull: true }]])
            throw new FactsException(type.FullName, "a resource has exactly one constructor: name, args, options");
        var argsType = types.Of(type.FullName, args.Type.TrimEnd('?'));
        var declared = argsType + (args.OptionalNull ? "? args = null" : " args");
        source.Line($"public {type.Name}(string name, {declared}, global::Pulumi.CustomResourceOptions? options = null)");
        var given = type.Sets.Count > 0 ? "WithConstants(args)" : $"args ?? new {argsType}()";
        source.Line($"    : base({BaseToken()}, name, {given}, {Options("\"\"")}) {{ }}");
        if (type.Sets.Count > 0)
            WriteConstants(argsType, args.Type.TrimEnd('?'));
    }

    private string BaseToken()
    {
        if (type.Kind is not TypeKind.Provider)
            return Text.Literal(_token);
        return _token.StartsWith(ProviderPrefix, StringComparison.Ordinal)
            ? Text.Literal(_token[ProviderPrefix.Length..])
            : throw new FactsException(type.FullName, $"a provider's token starts with {ProviderPrefix}");
    }

    private string Options(string id)
    {
        var lists = type.AdditionalSecretOutputs.Count + type.ReplaceOnChanges.Count + type.Aliases.Count > 0
            ? $", {Text.Strings(type.AdditionalSecretOutputs)}, {Text.Strings(type.ReplaceOnChanges)}, {Text.Strings(type.Aliases)}"
            : "";
        return $"{defaults}.Options(options, {id}{lists})";
    }

    private void WriteConstants(string argsType, string argsName)
    {
        var members = package.Types[argsName].Members;
        using var _ = source.Open($"private static {argsType} WithConstants({argsType}? args)");
        source.Line($"args ??= new {argsType}();");
        foreach (var (wireName, value) in type.Sets)
        {
            var member = members.FirstOrDefault(candidate => candidate.Input == wireName)
                ?? throw new FactsException(type.FullName, $"it sets '{wireName}', which its arguments do not have");
            source.Line($"args.{member.Name} = {Text.Literal(value)};");
        }

        source.Line("return args;");
    }

    private void WriteMethod(Method method)
    {
        if (method is { Static: true, Name: "Get" })
            WriteGet(method);
        else if (method is { Static: false, Parameters: [] })
            WriteCall(method);
        else
            throw new FactsException(type.FullName, $"no shape is known for the method '{method.Name}'");
    }

    private void WriteGet(Method method)
    {
        var state = method.Parameters switch
        {
            [{ Name: "name" }, { Name: "id" }, { Name: "options" }] => null,
            [{ Name: "name" }, { Name: "id" }, { Name: "state", OptionalNull: true } given, { Name: "options" }] =>
                types.Of(type.FullName, given.Type),
            _ => throw new FactsException(type.FullName, "Get has parameters that are not known"),
        };
        if (method.Returns != type.FullName)
            throw new FactsException(type.FullName, $"Get returns '{method.Returns}'");

        const string nameAndId = "string name, global::Pulumi.Input<string> id, ";
        const string options = "global::Pulumi.CustomResourceOptions? options";
        source.Line($"private {type.Name}({nameAndId}{(state is null ? "" : state + " state, ")}{options})");
        source.Line($"    : base({BaseToken()}, name, {(state is null ? "null" : "state")}, {Options("id")}) {{ }}");
        source.Line($"public static {type.Name} Get({nameAndId}{(state is null ? "" : state + " state = null, ")}{options} = null) =>");
        source.Line($"    new {type.Name}(name, id, {(state is null ? "" : "state, ")}options);");
    }

    private void WriteCall(Method method)
    {
        var result = types.Inner(type.FullName, method.Returns);
        var name = char.ToLowerInvariant(method.Name[0]) + method.Name[1..];
        var given = $"{Text.Literal($"{_token}/{name}")}, global::Pulumi.CallArgs.Empty, this";
        source.Line($"public global::Pulumi.Output<{result}> {method.Name}() =>");
        source.Line($"    global::Pulumi.Deployment.Instance.Call<{result}>({given});");
    }
}
