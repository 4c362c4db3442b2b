using System.Text.Json;
using Pulumi;

namespace Infra.Settings;

/// <summary>The configuration that the engine hands to the program. Made inside a deployment.</summary>
public sealed class EngineConfiguration : IConfigurationSource
{
    private readonly Config config = new(SettingsCatalogue.Namespace);
    private readonly Dictionary<string, ConfigurationEntry> entries = new(StringComparer.Ordinal);

    /// <summary>Reads what the engine gives to the running deployment.</summary>
    public EngineConfiguration()
    {
        // Config answers for one key at a time. The engine's list of keys tells of misspelt ones, and which are encrypted.
        var secrets = Listed("PULUMI_CONFIG_SECRET_KEYS", root => root.EnumerateArray().Select(item => item.GetString() ?? ""));
        var listed = Listed("PULUMI_CONFIG", root => root.EnumerateObject().Select(property => property.Name));
        var known = SettingsCatalogue.All.Select(setting => setting.Key);
        foreach (var key in listed.Concat(known).Distinct(StringComparer.Ordinal))
        {
            if (ValueOf(key, secrets) is { } value)
            {
                entries[key] = new(key, value, FileName);
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

    private static string NameOf(string key) => key[(key.IndexOf(':') + 1)..];

    private static ImmutableArray<string> Listed(string variable, Func<JsonElement, IEnumerable<string>> names)
    {
        var json = Environment.GetEnvironmentVariable(variable);
        if (string.IsNullOrEmpty(json))
        {
            return [];
        }

        using var document = JsonDocument.Parse(json);
        return [.. names(document.RootElement)];
    }
}
