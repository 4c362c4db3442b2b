using System.Text.Json;
using Pulumi;

namespace Infra.Settings;

/// <summary>The configuration that the engine hands to the program. Made inside a deployment.</summary>
public sealed class EngineConfiguration : IConfigurationSource
{
    private readonly Config config = new(SettingsCatalogue.Namespace);
    private readonly Dictionary<string, ConfigurationEntry> entries = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, string> values;

    /// <summary>Reads what the engine gives to the running deployment.</summary>
    /// <exception cref="SettingsException">The stack's file is there, and is no well-formed stack file.</exception>
    public EngineConfiguration()
    {
        // Config answers for one key at a time. The engine's list of keys tells of misspelt ones, and which are encrypted.
        var secrets = Listed("PULUMI_CONFIG_SECRET_KEYS", root => root.EnumerateArray().Select(item => item.GetString() ?? ""));
        values = Listed("PULUMI_CONFIG", root => root.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, property.Value.ToString()))).ToImmutableDictionary(StringComparer.Ordinal);
        var written = Written();
        var known = SettingsCatalogue.All.Select(setting => setting.Key);
        foreach (var key in values.Keys.Concat(known).Distinct(StringComparer.Ordinal))
        {
            if (ValueOf(key, secrets) is { } value)
            {
                entries[key] = written.TryGetValue(key, out var entry) ? new(key, AsWritten(value, entry.Value), entry.Location) : new(key, value, FileName);
            }
        }
    }

    /// <inheritdoc/>
    public string StackName => Deployment.Instance.StackName;

    /// <inheritdoc/>
    public string FileName => $"Pulumi.{StackName}.yaml";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, ConfigurationEntry> Entries => entries;

    /// <inheritdoc/>
    public Output<string> Secret(string key) => config.RequireSecret(NameOf(key));

    /// <inheritdoc/>
    public string BrokenRule(string key, Func<string, string> rule) => values.TryGetValue(key, out var value) ? rule(value) : "";

    private ConfigurationValue? ValueOf(string key, IReadOnlyCollection<string> secrets)
    {
        if (secrets.Contains(key))
        {
            return new ConfigurationValue.Secret();
        }

        return key.StartsWith($"{SettingsCatalogue.Namespace}:", StringComparison.Ordinal)
            ? config.Get(NameOf(key)) is { } text ? new ConfigurationValue.Text(text) : null
            : new ConfigurationValue.Text(""); // Another provider's: its value is not this program's to read.
    }

    /// <summary>The engine hands over a value without quotes in a spelling of its own: what was written decides whether it is text, and is what a message has to show.</summary>
    private static ConfigurationValue AsWritten(ConfigurationValue handedOver, ConfigurationValue written) => written switch
    {
        ConfigurationValue.Missing => written,
        ConfigurationValue.Text { TakenFor.Length: > 0 } when handedOver is ConfigurationValue.Text => written,
        _ => handedOver,
    };

    /// <summary>The entries of the stack's file as they are written; none where the engine took the configuration from elsewhere.</summary>
    private IReadOnlyDictionary<string, ConfigurationEntry> Written() =>
        Environment.GetEnvironmentVariable("PULUMI_ROOT_DIRECTORY") is { Length: > 0 } directory && File.Exists(Path.Combine(directory, "Pulumi.yaml")) && File.Exists(Path.Combine(directory, FileName))
            ? StackFiles.Read(directory, StackName).Entries
            : ImmutableDictionary<string, ConfigurationEntry>.Empty;

    private static string NameOf(string key) => key[(key.IndexOf(':') + 1)..];

    private static ImmutableArray<T> Listed<T>(string variable, Func<JsonElement, IEnumerable<T>> items)
    {
        var json = Environment.GetEnvironmentVariable(variable);
        if (string.IsNullOrEmpty(json))
        {
            return [];
        }

        using var document = JsonDocument.Parse(json);
        return [.. items(document.RootElement)];
    }
}
