namespace Pulumi;

/// <summary>An output of another stack: at most one of the two is set, depending on whether it is a secret.</summary>
public sealed class StackReferenceOutputDetails
{
    /// <summary>The value, if it is no secret.</summary>
    public object? Value { get; set; }

    /// <summary>The value, if it is a secret.</summary>
    public object? SecretValue { get; set; }
}
