using System.Collections.Immutable;

namespace Pulumi;

/// <summary>An output of a resource, waiting for the registration of the resource to settle it.</summary>
internal interface IPendingOutput : IOutput
{
    /// <summary>Settles the output unless it is settled already.</summary>
    void TrySettle(ImmutableHashSet<Resource> resources, object? value, bool isKnown, bool isSecret);

    /// <summary>Fails the output unless it is settled already.</summary>
    void TryFail(Exception exception);
}
