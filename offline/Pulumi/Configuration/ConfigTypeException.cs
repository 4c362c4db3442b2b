namespace Pulumi;

/// <summary>A configured value is not of the type it is asked for as.</summary>
internal sealed class ConfigTypeException(string fullKey, string? value, string type, Exception? cause = null)
    : RunException($"Configuration '{fullKey}' value '{value}' is not a valid {type}", cause);
