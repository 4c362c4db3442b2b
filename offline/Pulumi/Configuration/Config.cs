using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Pulumi;

/// <summary>
/// Reads the configuration of one namespace. A value of the wrong type, and a required one that is missing, is a
/// <see cref="RunException"/> that names the key.
/// </summary>
public sealed class Config
{
    private const string LegacySuffix = ":config";

    private readonly string _namespace;

    /// <summary>Opens a namespace.</summary>
    /// <param name="name">The namespace; the name of the project if it is not given.</param>
    public Config(string? name = null)
    {
        name ??= Deployment.Instance.ProjectName;
        _namespace = name.EndsWith(LegacySuffix, StringComparison.Ordinal) ? name[..^LegacySuffix.Length] : name;
    }

    /// <summary>The text of a key, or null.</summary>
    public string? Get(string key) => Deployment.InternalInstance.Configuration.Get(FullKey(key));

    /// <summary>The text of a key as a secret, or null.</summary>
    public Output<string>? GetSecret(string key) => Secret(Get(key));

    /// <summary>The value of a key, <c>true</c> or <c>false</c>, or null.</summary>
    public bool? GetBoolean(string key) => Get(key) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        var text => throw new ConfigTypeException(FullKey(key), text, nameof(Boolean)),
    };

    /// <summary>The value of a key, <c>true</c> or <c>false</c>, as a secret, or null.</summary>
    public Output<bool>? GetSecretBoolean(string key) => Secret(GetBoolean(key));

    /// <summary>The whole number of a key, or null.</summary>
    public int? GetInt32(string key)
    {
        if (Get(key) is not { } text)
            return null;

        return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ConfigTypeException(FullKey(key), text, nameof(Int32));
    }

    /// <summary>The whole number of a key as a secret, or null.</summary>
    public Output<int>? GetSecretInt32(string key) => Secret(GetInt32(key));

    /// <summary>The number of a key, or null.</summary>
    public double? GetDouble(string key)
    {
        if (Get(key) is not { } text)
            return null;

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ConfigTypeException(FullKey(key), text, nameof(Double));
    }

    /// <summary>The number of a key as a secret, or null.</summary>
    public Output<double>? GetSecretDouble(string key) => Secret(GetDouble(key));

    /// <summary>The object whose JSON is the value of a key, or the default of its type.</summary>
    [return: MaybeNull]
    public T GetObject<T>(string key, JsonSerializerOptions options) => Parse<T>(key, options);

    /// <inheritdoc cref="GetObject{T}(string, JsonSerializerOptions)"/>
    [return: MaybeNull]
    public T GetObject<T>(string key) => Parse<T>(key, null);

    /// <summary>The object whose JSON is the value of a key as a secret, or null.</summary>
    public Output<T>? GetSecretObject<T>(string key, JsonSerializerOptions options)
        => Get(key) is null ? null : Output.CreateSecret(Parse<T>(key, options)!);

    /// <inheritdoc cref="GetSecretObject{T}(string, JsonSerializerOptions)"/>
    public Output<T>? GetSecretObject<T>(string key)
        => Get(key) is null ? null : Output.CreateSecret(Parse<T>(key, null)!);

    /// <summary>The text of a key that has to be there.</summary>
    public string Require(string key) => Get(key) ?? throw Missing(key);

    /// <summary>The text of a key that has to be there, as a secret.</summary>
    public Output<string> RequireSecret(string key) => Output.CreateSecret(Require(key));

    /// <summary>The value, <c>true</c> or <c>false</c>, of a key that has to be there.</summary>
    public bool RequireBoolean(string key) => GetBoolean(key) ?? throw Missing(key);

    /// <summary>The value, <c>true</c> or <c>false</c>, of a key that has to be there, as a secret.</summary>
    public Output<bool> RequireSecretBoolean(string key) => Output.CreateSecret(RequireBoolean(key));

    /// <summary>The whole number of a key that has to be there.</summary>
    public int RequireInt32(string key) => GetInt32(key) ?? throw Missing(key);

    /// <summary>The whole number of a key that has to be there, as a secret.</summary>
    public Output<int> RequireSecretInt32(string key) => Output.CreateSecret(RequireInt32(key));

    /// <summary>The number of a key that has to be there.</summary>
    public double RequireDouble(string key) => GetDouble(key) ?? throw Missing(key);

    /// <summary>The number of a key that has to be there, as a secret.</summary>
    public Output<double> RequireSecretDouble(string key) => Output.CreateSecret(RequireDouble(key));

    /// <summary>The object whose JSON is the value of a key that has to be there.</summary>
    public T RequireObject<T>(string key, JsonSerializerOptions options) => RequireParsed<T>(key, options);

    /// <inheritdoc cref="RequireObject{T}(string, JsonSerializerOptions)"/>
    public T RequireObject<T>(string key) => RequireParsed<T>(key, null);

    /// <summary>The object whose JSON is the value of a key that has to be there, as a secret.</summary>
    public Output<T> RequireSecretObject<T>(string key, JsonSerializerOptions options)
        => Output.CreateSecret(RequireParsed<T>(key, options));

    /// <inheritdoc cref="RequireSecretObject{T}(string, JsonSerializerOptions)"/>
    public Output<T> RequireSecretObject<T>(string key) => Output.CreateSecret(RequireParsed<T>(key, null));

    private static Output<string>? Secret(string? value) => value is null ? null : Output.CreateSecret(value);

    private static Output<T>? Secret<T>(T? value)
        where T : struct
        => value is { } given ? Output.CreateSecret(given) : null;

    private string FullKey(string key) => $"{_namespace}:{key}";

    private ConfigMissingException Missing(string key) => new(FullKey(key));

    private T RequireParsed<T>(string key, JsonSerializerOptions? options)
    {
        _ = Require(key);
        return Parse<T>(key, options)!;
    }

    [return: MaybeNull]
    private T Parse<T>(string key, JsonSerializerOptions? options)
    {
        var text = Get(key);
        try
        {
            return text is null ? default : JsonSerializer.Deserialize<T>(text, options);
        }
        catch (JsonException exception)
        {
            throw new ConfigTypeException(FullKey(key), text, typeof(T).FullName!, exception);
        }
    }
}
