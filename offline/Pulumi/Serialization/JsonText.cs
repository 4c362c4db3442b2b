using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Pulumi.Serialization;

/// <summary>Writes wire values as JSON text, spaced and ordered like the SDK does it: providers and tests compare the text.</summary>
internal static class JsonText
{
    public static string Format(object? value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    private static void Append(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case bool flag:
                text.Append(flag ? "true" : "false");
                break;
            case double number when !double.IsFinite(number):
                text.Append('"').Append(number.ToString(CultureInfo.InvariantCulture)).Append('"');
                break;
            case double number:
                text.Append(number.ToString("R", CultureInfo.InvariantCulture));
                break;
            case string content:
                AppendQuoted(text, content);
                break;
            case ImmutableArray<object?> list:
                AppendAll(text, '[', ']', list, Append);
                break;
            case ImmutableDictionary<string, object?> map:
                AppendAll(text, '{', '}', map.OrderBy(entry => entry.Key, StringComparer.InvariantCulture), static (text, entry) =>
                {
                    AppendQuoted(text, entry.Key);
                    text.Append(": ");
                    Append(text, entry.Value);
                });
                break;
            default:
                throw new InvalidOperationException($"A value of type {value.GetType().FullName} has no JSON form.");
        }
    }

    private static void AppendAll<T>(StringBuilder text, char open, char close, IEnumerable<T> items, Action<StringBuilder, T> append)
    {
        text.Append(open).Append(' ');
        var start = text.Length;
        foreach (var item in items)
        {
            if (text.Length > start)
                text.Append(", ");

            append(text, item);
        }

        if (text.Length > start)
            text.Append(' ');

        text.Append(close);
    }

    private static void AppendQuoted(StringBuilder text, string content)
    {
        text.Append('"');
        foreach (var c in content)
        {
            switch (c)
            {
                case '"':
                    text.Append("\\\"");
                    break;
                case '\\':
                    text.Append("\\\\");
                    break;
                case '\b':
                    text.Append("\\b");
                    break;
                case '\f':
                    text.Append("\\f");
                    break;
                case '\n':
                    text.Append("\\n");
                    break;
                case '\r':
                    text.Append("\\r");
                    break;
                case '\t':
                    text.Append("\\t");
                    break;
                case '<' or '>' or < ' ' or (>= '\u007f' and < '\u00a0'):
                    text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                    break;
                default:
                    text.Append(c);
                    break;
            }
        }

        text.Append('"');
    }
}
