namespace Infra.Settings;

/// <summary>A value of the stack's configuration as it was written, before anything is known of its type.</summary>
public abstract record ConfigurationValue
{
    private ConfigurationValue()
    {
    }

    /// <summary>A scalar.</summary>
    /// <param name="Value">Its text.</param>
    public sealed record Text(string Value) : ConfigurationValue
    {
        /// <summary>What YAML takes it for where it stands without quotes: a number, a date, a boolean. The engine hands over such a value in a
        /// spelling of its own (<c>1.10</c> as <c>1.1</c>), so that text has to be written in quotes. Empty for text.</summary>
        public string TakenFor { get; init; } = "";

        /// <inheritdoc/>
        public override string ToString() => Value;
    }

    /// <summary>A list.</summary>
    /// <param name="Items">Its items.</param>
    public sealed record List(ImmutableArray<ConfigurationValue> Items) : ConfigurationValue
    {
        /// <inheritdoc/>
        public override string ToString() => $"[{string.Join(", ", Items)}]";
    }

    /// <summary>A map.</summary>
    /// <param name="Entries">Its entries, in the order in which they were written.</param>
    public sealed record Map(ImmutableArray<KeyValuePair<string, ConfigurationValue>> Entries) : ConfigurationValue
    {
        /// <inheritdoc/>
        public override string ToString() => $"{{{string.Join(", ", Entries.Select(entry => $"{entry.Key}: {entry.Value}"))}}}";
    }

    /// <summary>Nothing: a key with no value behind it, or only a comment.</summary>
    public sealed record Missing : ConfigurationValue
    {
        /// <inheritdoc/>
        public override string ToString() => "";
    }

    /// <summary>An encrypted value. What it holds is not known here and never printed.</summary>
    public sealed record Secret : ConfigurationValue
    {
        /// <inheritdoc/>
        public override string ToString() => "[secret]";
    }
}
