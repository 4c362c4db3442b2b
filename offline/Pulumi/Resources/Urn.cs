namespace Pulumi;

/// <summary>A name that identifies a resource within all stacks and projects.</summary>
/// <param name="value">The name as text.</param>
public readonly struct Urn(string value) : IEquatable<Urn>
{
    private readonly string _value = value;

    /// <summary>The name as text.</summary>
    public static implicit operator string(Urn value) => value._value;

    /// <summary>Whether both are the same name.</summary>
    public static bool operator ==(Urn left, Urn right) => left.Equals(right);

    /// <summary>Whether they are different names.</summary>
    public static bool operator !=(Urn left, Urn right) => !left.Equals(right);

    /// <summary>Puts a URN together from its parts.</summary>
    /// <param name="name">Name of the resource.</param>
    /// <param name="type">Type token of the resource.</param>
    /// <param name="parent">Its parent. Not to be given together with <paramref name="parentUrn"/>.</param>
    /// <param name="parentUrn">URN of its parent.</param>
    /// <param name="project">Its project, if it has no parent; the running one if it is not given.</param>
    /// <param name="stack">Its stack, if it has no parent; the running one if it is not given.</param>
    public static Output<string> Create(
        Input<string> name,
        Input<string> type,
        Resource? parent = null,
        Input<string>? parentUrn = null,
        Input<string>? project = null,
        Input<string>? stack = null)
    {
        if (parent is not null && parentUrn is not null)
            throw new ArgumentException("Only one of 'parent' and 'parentUrn' can be non-null.");

        var prefix = (parent?.Urn ?? parentUrn?.ToOutput()) is { } owner
            ? owner.Apply(urn => $"{urn.AsSpan(0, urn.LastIndexOf("::", StringComparison.Ordinal))}$")
            : Output.Format(
                $"urn:pulumi:{stack ?? Deployment.Instance.StackName}::{project ?? Deployment.Instance.ProjectName}::");
        return Output.Format($"{prefix}{type}::{name}");
    }

    /// <inheritdoc/>
    public bool Equals(Urn other) => _value == other._value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Urn other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _value?.GetHashCode(StringComparison.Ordinal) ?? 0;

    /// <inheritdoc/>
    public override string ToString() => _value ?? "";
}
