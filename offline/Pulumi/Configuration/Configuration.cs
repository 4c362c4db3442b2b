using System.Text.Json;

namespace Pulumi;

/// <summary>The configuration of a stack: texts by full key.</summary>
internal sealed class Configuration
{
    private const string Legacy = "config:";

    private readonly Dictionary<string, string> _values = [];

    private Configuration()
    {
    }

    /// <summary>Reads what the language host passes in the environment.</summary>
    public static Configuration FromEnvironment()
    {
        var configuration = new Configuration();
        if (Environment.GetEnvironmentVariable("PULUMI_CONFIG") is { } values)
        {
            using var document = JsonDocument.Parse(values);
            foreach (var property in document.RootElement.EnumerateObject())
                configuration._values[CleanKey(property.Name)] = property.Value.ToString();
        }

        // Which keys are secret changes nothing here, as in the published package: a program says so by how it reads
        // them. A list that is malformed is an error all the same.
        if (Environment.GetEnvironmentVariable("PULUMI_CONFIG_SECRET_KEYS") is { } secretKeys)
        {
            using var document = JsonDocument.Parse(secretKeys);
            _ = document.RootElement.EnumerateArray();
        }

        return configuration;
    }

    public string? Get(string fullKey) => _values.GetValueOrDefault(fullKey);

    /// <summary>Keys used to have <c>config:</c> between namespace and name.</summary>
    private static string CleanKey(string key)
    {
        var end = key.IndexOf(':', StringComparison.Ordinal) + 1;
        return end > 1 && key.AsSpan(end).StartsWith(Legacy, StringComparison.Ordinal)
            ? string.Concat(key.AsSpan(0, end), key.AsSpan(end + Legacy.Length))
            : key;
    }
}
