namespace Pulumi;

/// <summary>A union whose type arguments do not matter to the caller.</summary>
internal interface IUnion
{
    object Value { get; }
}
