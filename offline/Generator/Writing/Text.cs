namespace Offline.Generator.Writing;

/// <summary>Small pieces of C#.</summary>
internal static class Text
{
    private static readonly HashSet<string> _reserved =
    [
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal",
        "default", "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for",
        "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null",
        "object", "operator", "out", "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte",
        "sealed", "short", "sizeof", "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof",
        "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while",
    ];

    /// <summary>A string literal.</summary>
    public static string Literal(string value) =>
        "\"" + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";

    /// <summary>An array literal of strings; null for none, so that nothing is allocated.</summary>
    public static string Strings(IReadOnlyList<string> values) =>
        values.Count == 0 ? "null" : $"new[] {{ {string.Join(", ", values.Select(Literal))} }}";

    /// <summary>A name that may be a reserved word.</summary>
    public static string Identifier(string name) => _reserved.Contains(name) ? "@" + name : name;

    /// <summary>The private field behind a member.</summary>
    public static string Field(string wireName) => "_" + wireName;

    /// <summary>An obsolete mark, or null if there is none.</summary>
    public static string? Obsolete(string? reason) => reason switch
    {
        null => null,
        "" => "[global::System.Obsolete(\"The package marks this as obsolete; its documentation names the replacement.\")]",
        _ => $"[global::System.Obsolete({Literal(reason)})]",
    };
}
