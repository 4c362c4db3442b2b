using Offline.Generator.Facts;

namespace Offline.Generator.Writing;

/// <summary>Writes a function of the provider: the overloads of <c>Invoke</c> and <c>InvokeAsync</c> that are listed.</summary>
internal sealed class FunctionWriter(TypeFacts type, TypeNames types, string defaults, SourceText source)
{
    public void Write()
    {
        using var _ = source.Open($"public static class {type.Name}");
        foreach (var method in type.Methods)
            Write(method);
    }

    private void Write(Method method)
    {
        if (method is not { Static: true, Name: "Invoke" or "InvokeAsync" }
            || method.Parameters is not [{ Name: "args" } args, { Name: "options" } options])
        {
            throw new FactsException(type.FullName, $"no shape is known for the method '{method.Name}'");
        }

        var result = types.Inner(type.FullName, method.Returns);
        var argsType = types.Of(type.FullName, args.Type.TrimEnd('?'));
        source.Line($"public static {types.Of(type.FullName, method.Returns)} {method.Name}({Declared(args)}, {Declared(options)}) =>");
        var given = $"{Text.Literal(type.Token!)}, args ?? new {argsType}(), {defaults}.WithDefaults(options)";
        source.Line($"    global::Pulumi.Deployment.Instance.{method.Name}<{result}>({given});");
    }

    private string Declared(Parameter parameter) =>
        $"{types.Of(type.FullName, parameter.Type)} {parameter.Name}{(parameter.OptionalNull ? " = null" : "")}";
}
