namespace Pulumi;

/// <summary>
/// A name under which a resource was known before: either its whole <see cref="Urn"/> or the parts of it that changed.
/// </summary>
public sealed class Alias
{
    /// <summary>The whole former URN. Nothing else may be set with it.</summary>
    public string? Urn { get; set; }

    /// <summary>The former name; the present one if it is not set.</summary>
    public Input<string>? Name { get; set; }

    /// <summary>The former type; the present one if it is not set.</summary>
    public Input<string>? Type { get; set; }

    /// <summary>The former stack; the present one if it is not set.</summary>
    public Input<string>? Stack { get; set; }

    /// <summary>The former project; the present one if it is not set.</summary>
    public Input<string>? Project { get; set; }

    /// <summary>The former parent. At most one of this, <see cref="ParentUrn"/> and <see cref="NoParent"/> is set.</summary>
    public Resource? Parent { get; set; }

    /// <summary>The URN of the former parent.</summary>
    public Input<string>? ParentUrn { get; set; }

    /// <summary>Whether the resource had no parent.</summary>
    public bool NoParent { get; set; }
}
