using Offline.Generator.Facts;

namespace Offline.Generator.Writing;

/// <summary>
/// Turns types as the facts write them into C#. Every name is written in full from the global namespace: package namespaces and type
/// names repeat each other (<c>Pulumi.Command.Local.Command</c>), so nothing shorter is safe.
/// </summary>
public sealed class TypeNames(Package package, CoreNames core)
{
    private static readonly HashSet<string> _keywords = ["string", "int", "bool", "double", "object"];

    private static readonly Dictionary<string, string> _framework = new(StringComparer.Ordinal)
    {
        ["ImmutableArray"] = "global::System.Collections.Immutable.ImmutableArray",
        ["ImmutableDictionary"] = "global::System.Collections.Immutable.ImmutableDictionary",
        ["JsonElement"] = "global::System.Text.Json.JsonElement",
        ["System.Collections.Generic.List"] = "global::System.Collections.Generic.List",
        ["System.Collections.Generic.Dictionary"] = "global::System.Collections.Generic.Dictionary",
        ["System.Threading.Tasks.Task"] = "global::System.Threading.Tasks.Task",
    };

    /// <summary>A type in C#.</summary>
    /// <exception cref="FactsException">A name in it is not known.</exception>
    public string Of(string owner, string type) => Of(owner, TypeExpression.Parse(owner, type));

    /// <summary>A type in C#, followed by a question mark if null may be read from it.</summary>
    /// <exception cref="FactsException">A name in it is not known.</exception>
    public string Of(string owner, string type, bool nullable)
    {
        var name = Of(owner, type);
        return nullable && !name.EndsWith('?') ? name + "?" : name;
    }

    /// <summary>The type inside an output, an input, or the like.</summary>
    /// <exception cref="FactsException">There is not exactly one.</exception>
    public string Inner(string owner, string type) =>
        TypeExpression.Parse(owner, type).Arguments is [var only]
            ? Of(owner, only)
            : throw new FactsException(owner, $"one type argument is expected in '{type}'");

    private string Of(string owner, TypeExpression type)
    {
        var name = Name(owner, type.Name);
        var arguments = type.Arguments.Count > 0 ? $"<{string.Join(", ", type.Arguments.Select(argument => Of(owner, argument)))}>" : "";
        return name + arguments + (type.Optional ? "?" : "");
    }

    private string Name(string owner, string name)
    {
        if (_keywords.Contains(name))
            return name;
        if (_framework.TryGetValue(name, out var full))
            return full;
        if (package.Types.ContainsKey(name))
            return "global::" + name;
        return core.Contains(name) ? "global::Pulumi." + name : throw new FactsException(owner, $"the type '{name}' is not known");
    }
}
