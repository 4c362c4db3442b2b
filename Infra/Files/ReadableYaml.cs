using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.EventEmitters;

namespace Infra.Files;

/// <summary>Writes YAML the way people do: text of several lines as a block, programs and their arguments on one line.</summary>
internal sealed class ReadableYaml(IEventEmitter next) : ChainedEventEmitter(next)
{
    private const int LongestLine = 100;

    /// <inheritdoc/>
    public override void Emit(ScalarEventInfo eventInfo, IEmitter emitter)
    {
        if (eventInfo.Source.Value is string text && text.Contains('\n'))
        {
            eventInfo.Style = ScalarStyle.Literal;
        }

        base.Emit(eventInfo, emitter);
    }

    /// <inheritdoc/>
    public override void Emit(SequenceStartEventInfo eventInfo, IEmitter emitter)
    {
        if (eventInfo.Source.Value is IEnumerable<string> words && words.Sum(word => word.Length + 2) < LongestLine)
        {
            eventInfo.Style = SequenceStyle.Flow;
        }

        base.Emit(eventInfo, emitter);
    }
}
