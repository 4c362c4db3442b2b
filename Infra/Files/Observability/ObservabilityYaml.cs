using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.EventEmitters;
using YamlDotNet.Serialization.NamingConventions;

namespace Infra.Files.Observability;

/// <summary>Writes typed nodes as YAML the way Prometheus and its kin spell keys. What is null is left out.</summary>
internal static class ObservabilityYaml
{
    private const string Notice = "---\n# Rendered from the system's definition; a change here is lost with the next release.\n";

    private static readonly ISerializer Underscored = Serializer(UnderscoredNamingConvention.Instance);
    private static readonly IDeserializer Values = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();
    private static readonly ISerializer CamelCase = Serializer(CamelCaseNamingConvention.Instance);

    /// <summary>The text, after a comment that says where it comes from.</summary>
    public static string Write(object node) => Notice + Underscored.Serialize(node);

    /// <summary>The text with keys as Grafana spells them.</summary>
    public static string WriteCamelCase(object node) => Notice + CamelCase.Serialize(node);

    /// <summary>The same as maps, lists, texts, numbers and truth values, for a chart's values.</summary>
    public static Dictionary<string, object> AsValues(object node) => Values.Deserialize<Dictionary<string, object>>(Underscored.Serialize(node));

    private static ISerializer Serializer(INamingConvention convention) => new SerializerBuilder()
        .WithNamingConvention(convention)
        .ConfigureDefaultValuesHandling(DefaultValuesHandling.OmitNull)
        .WithEventEmitter(next => new TextStyle(next))
        .WithIndentedSequences()
        .DisableAliases()
        .WithNewLine("\n")
        .Build();

    /// <summary>Quotes texts that another YAML reader could take for something else, and keeps lines of longer texts.</summary>
    private sealed class TextStyle(IEventEmitter next) : ChainedEventEmitter(next)
    {
        public override void Emit(ScalarEventInfo eventInfo, IEmitter emitter)
        {
            if (eventInfo.Source.Value is string text)
            {
                eventInfo.Style = text.Contains('\n') ? ScalarStyle.Literal
                    : text.Length == 0 || !char.IsAsciiLetter(text[0]) || text is "true" or "false" or "yes" or "no" or "on" or "off" or "null" ? ScalarStyle.DoubleQuoted
                    : ScalarStyle.Any;
            }

            base.Emit(eventInfo, emitter);
        }
    }
}
