namespace Pulumi;

/// <summary>How long operations on a resource may take, where the provider's own limits do not fit.</summary>
public sealed class CustomTimeouts
{
    /// <summary>Limit for creating the resource.</summary>
    public TimeSpan? Create { get; set; }

    /// <summary>Limit for updating the resource.</summary>
    public TimeSpan? Update { get; set; }

    /// <summary>Limit for deleting the resource.</summary>
    public TimeSpan? Delete { get; set; }

    internal CustomTimeouts Clone() => new() { Create = Create, Update = Update, Delete = Delete };
}
