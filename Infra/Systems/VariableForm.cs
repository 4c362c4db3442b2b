using System.Text.Json;

namespace Infra.Systems;

/// <summary>How the program that reads a variable wants its value written. A system says it, for nobody else knows the program.</summary>
public abstract record VariableForm
{
    private VariableForm()
    {
    }

    /// <summary>One value as it is.</summary>
    public static VariableForm Plain { get; } = new PlainText();

    /// <summary>Several values with commas in between.</summary>
    public static VariableForm CommaJoined { get; } = new Commas();

    /// <summary>Any number of values as a JSON array of texts: <c>["https://example.com"]</c>.</summary>
    public static VariableForm JsonArray { get; } = new Json();

    /// <summary>An address with another scheme: what SQLAlchemy calls <c>postgresql+psycopg</c>.</summary>
    /// <param name="scheme">The scheme, without the colon.</param>
    public static VariableForm UrlScheme(string scheme) => new Scheme(scheme);

    /// <summary>Writes the values of a variable.</summary>
    /// <param name="values">The values.</param>
    /// <exception cref="InvalidOperationException">The form has no place for them.</exception>
    public abstract string Of(IReadOnlyList<string> values);

    private static string Single(IReadOnlyList<string> values) => values.Count == 1
        ? values[0]
        : throw new InvalidOperationException($"there are {values.Count} values; say whether they are CommaJoined or a JsonArray");

    private sealed record PlainText : VariableForm
    {
        public override string Of(IReadOnlyList<string> values) => Single(values);
    }

    private sealed record Commas : VariableForm
    {
        public override string Of(IReadOnlyList<string> values) => string.Join(',', values);
    }

    private sealed record Json : VariableForm
    {
        public override string Of(IReadOnlyList<string> values) => JsonSerializer.Serialize(values);
    }

    private sealed record Scheme(string Name) : VariableForm
    {
        public override string Of(IReadOnlyList<string> values)
        {
            var address = Single(values);
            var end = address.IndexOf("://", StringComparison.Ordinal);
            return end > 0 ? Name + address[end..] : throw new InvalidOperationException("what has no scheme cannot get another one");
        }
    }
}
