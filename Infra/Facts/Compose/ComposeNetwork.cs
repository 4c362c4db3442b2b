namespace Infra.Facts.Compose;

/// <summary>A network of a Compose project.</summary>
/// <param name="Name">Its name in the project.</param>
/// <param name="LeadsOut">Whether its containers reach what is outside of it.</param>
/// <param name="Connects">Whether its containers reach each other.</param>
/// <param name="IsOpen">Whether others reach its containers without published ports: it is routed, or a part of the server's own.</param>
public sealed record ComposeNetwork(string Name, bool LeadsOut, bool Connects, bool IsOpen)
{
    private const string Option = "com.docker.network.bridge.";

    /// <summary>The one that containers are in that name none.</summary>
    internal const string Default = "default";

    /// <summary>The engine's own, which nobody declares.</summary>
    internal static ComposeNetwork Bridge { get; } = Read("bridge", null);

    /// <summary>Reads one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="content">What the project says of it; null where that is nothing.</param>
    internal static ComposeNetwork Read(string name, object? content)
    {
        var network = ComposeValue.Map(ComposeVariables.WithDefaults(content));
        var options = ComposeValue.Map(network.GetValueOrDefault("driver_opts"));
        string Says(string option) => ComposeValue.Text(options.GetValueOrDefault(Option + option));
        var closed = ComposeValue.IsTrue(network.GetValueOrDefault("internal"));
        return new(name,
            LeadsOut: !closed,
            Connects: !Says("enable_icc").Equals("false", StringComparison.OrdinalIgnoreCase),
            IsOpen: ComposeValue.Text(network.GetValueOrDefault("driver")) is "macvlan" or "ipvlan"
                || IsExternal(network.GetValueOrDefault("external"))
                || (!closed && new[] { Says("gateway_mode_ipv4"), Says("gateway_mode_ipv6") }
                    .Any(mode => mode is "routed" or "nat-unprotected")));
    }

    // Older projects give its name there.
    private static bool IsExternal(object? value) => value is IReadOnlyDictionary<string, object?> || ComposeValue.IsTrue(value);
}
