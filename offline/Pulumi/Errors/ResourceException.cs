namespace Pulumi;

/// <summary>An error that belongs to one resource.</summary>
/// <param name="message">What went wrong.</param>
/// <param name="resource">The resource it belongs to, if there is one.</param>
/// <param name="hideStack">Whether to report the message without the stack trace.</param>
public class ResourceException(string message, Resource? resource, bool hideStack = false) : Exception(message)
{
    internal Resource? Resource { get; } = resource;

    internal bool HideStack { get; } = hideStack;
}
