using System.Net;

namespace Infra.EndToEnd.Load;

/// <summary>What is asked, how often and from where.</summary>
public sealed record LoadPlan
{
    /// <summary>The whole address.</summary>
    public required Uri Target { get; init; }

    /// <summary>Version of HTTP; no other is accepted.</summary>
    public required Version Version { get; init; }

    /// <summary>Requests a second, over all connections.</summary>
    public required double Rate { get; init; }

    /// <summary>Clients, each with a connection of its own.</summary>
    public required int Connections { get; init; }

    /// <summary>Bearer token, or null for none.</summary>
    public required string? Token { get; init; }

    /// <summary>The one authority that is trusted.</summary>
    public required FileInfo Authority { get; init; }

    /// <summary>The run ends when this file exists.</summary>
    public required string StopFile { get; init; }

    /// <summary>Address that the first client asks from.</summary>
    public required IPAddress FirstAddress { get; init; }

    /// <summary>Addresses that clients share, counted up from the first.</summary>
    public required int Addresses { get; init; }

    /// <summary>The address a client asks from.</summary>
    public IPAddress AddressOf(int client)
    {
        var bytes = FirstAddress.GetAddressBytes();
        bytes[3] += (byte)(client % Addresses);
        return new IPAddress(bytes);
    }
}
