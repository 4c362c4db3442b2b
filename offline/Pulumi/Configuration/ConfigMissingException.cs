namespace Pulumi;

/// <summary>A required value is not configured.</summary>
internal sealed class ConfigMissingException(string fullKey) : RunException(
    $"Missing Required configuration variable '{fullKey}'\n"
    + $"\tplease set a value using the command `pulumi config set {fullKey} <value>`");
