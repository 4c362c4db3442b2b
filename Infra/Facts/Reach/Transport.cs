namespace Infra.Facts.Reach;

/// <summary>Reads protocols as Kubernetes, Compose and firewalls write them.</summary>
internal static class Transport
{
    /// <summary>The protocol of a name in any case; TCP where none is said.</summary>
    /// <param name="name">The name; null or empty for none.</param>
    public static TransportProtocol Of(string? name) =>
        Enum.TryParse<TransportProtocol>(name, ignoreCase: true, out var protocol) && Enum.IsDefined(protocol) ? protocol
            : TransportProtocol.Tcp;
}
