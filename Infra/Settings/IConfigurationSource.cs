using Pulumi;

namespace Infra.Settings;

/// <summary>One entry of the stack's configuration.</summary>
/// <param name="Key">Full key with namespace: <c>infra:region</c>.</param>
/// <param name="Value">What was written.</param>
/// <param name="Location">Where: a file with line and column, or the option of a command.</param>
public sealed record ConfigurationEntry(string Key, ConfigurationValue Value, string Location);

/// <summary>Where a stack's configuration comes from: its files, or the engine.</summary>
public interface IConfigurationSource
{
    /// <summary>Name of the stack.</summary>
    string StackName { get; }

    /// <summary>The file in which a missing key would have to be written.</summary>
    string FileName { get; }

    /// <summary>What is configured, by full key. Where the keys cannot be listed, those that the program knows.</summary>
    IReadOnlyDictionary<string, ConfigurationEntry> Entries { get; }

    /// <summary>The value of an encrypted entry, as a secret.</summary>
    /// <param name="key">Full key of an entry whose value is <see cref="ConfigurationValue.Secret"/>.</param>
    Output<string> Secret(string key);

    /// <summary>Holds the value of an encrypted entry against a rule.</summary>
    /// <param name="key">Full key of an entry whose value is <see cref="ConfigurationValue.Secret"/>.</param>
    /// <param name="rule">What is wrong with a value; empty where nothing is.</param>
    /// <returns>What the rule says, or nothing where the value cannot be read here.</returns>
    string BrokenRule(string key, Func<string, string> rule);
}
