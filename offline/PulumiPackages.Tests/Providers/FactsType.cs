namespace PulumiPackages.Tests.Providers;

/// <summary>A type as the facts write it.</summary>
/// <param name="Name">Name without arguments.</param>
/// <param name="Arguments">Type arguments.</param>
public sealed record FactsType(string Name, IReadOnlyList<FactsType> Arguments)
{
    /// <summary>The only argument.</summary>
    public FactsType Only => Arguments.Single();

    /// <summary>Reads a type; question marks say nothing about its shape and are dropped.</summary>
    public static FactsType Parse(string text)
    {
        var body = text.TrimEnd('?');
        var open = body.IndexOf('<', StringComparison.Ordinal);
        return open < 0
            ? new FactsType(body, [])
            : new FactsType(body[..open], [.. Split(body[(open + 1)..^1]).Select(Parse)]);
    }

    /// <summary>A type under test, written the way the facts write it.</summary>
    public static string Of(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
            return Of(value) + "?";
        if (type.IsArray)
            return Of(type.GetElementType()!) + "[]";
        var simple = Type.GetTypeCode(type) switch
        {
            TypeCode.String => "string",
            TypeCode.Int32 when !type.IsEnum => "int",
            TypeCode.Boolean => "bool",
            TypeCode.Double => "double",
            _ => type == typeof(object) ? "object" : null,
        };
        if (simple is not null)
            return simple;
        var name = type.Namespace is "System.Collections.Immutable" or "System.Text.Json" or "Pulumi"
            ? type.Name.Split('`')[0]
            : type.FullName!.Split('`')[0].Replace('+', '.');
        return type.IsGenericType
            ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(argument => Of(argument)))}>"
            : name;
    }

    private static List<string> Split(string text)
    {
        var parts = new List<string>();
        var (depth, start) = (0, 0);
        for (var at = 0; at < text.Length; at++)
        {
            depth += text[at] switch { '<' => 1, '>' => -1, _ => 0 };
            if (text[at] is ',' && depth == 0)
            {
                parts.Add(text[start..at].Trim());
                start = at + 1;
            }
        }

        parts.Add(text[start..].Trim());
        return parts;
    }
}
