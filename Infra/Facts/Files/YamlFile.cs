using System.Globalization;
using System.Text.RegularExpressions;
using Infra.Settings;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Infra.Facts.Files;

/// <summary>A document of a YAML file.</summary>
/// <param name="Line">Line on which it begins, from 1.</param>
/// <param name="Content">What it says: maps, lists, texts, <see cref="double"/>, booleans, null.</param>
internal sealed record YamlContent(int Line, object? Content);

/// <summary>A value with a tag that tells Compose how to merge it: <c>!reset</c> or <c>!override</c>.</summary>
/// <param name="Tag">The tag.</param>
/// <param name="Value">What is tagged.</param>
internal sealed record YamlTagged(string Tag, object? Value);

/// <summary>Reads YAML as the programs do whose files it holds: aliases and merge keys resolved, unquoted words by their dialect.</summary>
internal static partial class YamlFile
{
    private const int Deepest = 128;
    private const int MostValues = 1_000_000;

    private static readonly ImmutableHashSet<string> OldYes = ["y", "Y", "yes", "Yes", "YES", "on", "On", "ON"];
    private static readonly ImmutableHashSet<string> OldNo = ["n", "N", "no", "No", "NO", "off", "Off", "OFF"];

    /// <summary>Reads every document of a file; empty ones are left out.</summary>
    /// <param name="text">The file.</param>
    /// <param name="dialect">Who is going to read it.</param>
    /// <exception cref="FileFormatException">It is no YAML, says something twice, or grows beyond all measure when its aliases are
    /// followed.</exception>
    public static ImmutableArray<YamlContent> Read(string text, YamlDialect dialect)
    {
        var stream = new YamlStream();
        try
        {
            using var reader = new StringReader(text);
            stream.Load(new ShallowParser(reader, Deepest));
        }
        catch (YamlException e)
        {
            throw new FileFormatException((int)e.Start.Line, e.InnerException?.Message ?? e.Message);
        }

        var values = new Values(dialect);
        return
        [
            .. from document in stream.Documents
               let content = values.Of(document.RootNode)
               where content is not null
               select new YamlContent((int)document.RootNode.Start.Line, content),
        ];
    }

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9][0-9_]*(\.[0-9_]*)?)([eE][-+]?[0-9]+)?$")]
    private static partial Regex DecimalNumber();

    private sealed class Values(YamlDialect dialect)
    {
        private int count;

        public object? Of(YamlNode node)
        {
            if (++count > MostValues)
            {
                throw new FileFormatException((int)node.Start.Line, $"its aliases make more than {MostValues} values of it");
            }

            return dialect == YamlDialect.Compose && !node.Tag.IsEmpty && node.Tag.Value is ("!reset" or "!override")
                ? new YamlTagged(node.Tag.Value, Value(node)) : Value(node);
        }

        private object? Value(YamlNode node) => node switch
        {
            YamlMappingNode map => Map(map),
            YamlSequenceNode items => items.Children.Select(Of).ToArray(),
            YamlScalarNode { Style: ScalarStyle.Plain } scalar when scalar.Tag.IsEmpty => Plain(scalar.Value ?? ""),
            YamlScalarNode scalar => scalar.Value,
            _ => null,
        };

        private Dictionary<string, object?> Map(YamlMappingNode map)
        {
            var values = new Dictionary<string, object?>(StringComparer.Ordinal);
            foreach (var (key, value) in map.Children)
            {
                if (key is YamlScalarNode { Value: "<<", Style: ScalarStyle.Plain })
                {
                    foreach (var merged in Of(value) is object?[] several ? several : [Of(value)])
                    {
                        foreach (var (name, inherited) in merged as Dictionary<string, object?>
                            ?? throw new FileFormatException((int)key.Start.Line, "<< merges maps only"))
                        {
                            values.TryAdd(name, inherited);
                        }
                    }
                }
            }

            foreach (var (key, value) in map.Children
                .Where(entry => entry.Key is not YamlScalarNode { Value: "<<", Style: ScalarStyle.Plain }))
            {
                var name = key is YamlScalarNode scalar ? scalar.Value ?? ""
                    : throw new FileFormatException((int)key.Start.Line, "a key is a map or a list");
                values[name] = Of(value);
            }

            return values;
        }

        private object? Plain(string text) => text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" => true,
            "false" or "False" or "FALSE" => false,
            _ when dialect == YamlDialect.Kubernetes && OldYes.Contains(text) => true,
            _ when dialect == YamlDialect.Kubernetes && OldNo.Contains(text) => false,
            _ when DecimalNumber().IsMatch(text)
                && double.TryParse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture,
                out var number) => number,
            _ when text.StartsWith("0x", StringComparison.Ordinal)
                && long.TryParse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var number) => (double)number,
            _ => text,
        };
    }
}
