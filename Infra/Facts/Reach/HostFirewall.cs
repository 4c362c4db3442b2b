using Infra.Facts.Files;

namespace Infra.Facts.Reach;

/// <summary>A server's own firewall, ufw, as its first start sets it. What a container asks of the server it runs on passes no other: the
/// provider's firewall stands outside, and an internal network has the server as its gateway, too. Sources: <c>ufw(8)</c>; cloud-init,
/// "runcmd".</summary>
internal sealed class HostFirewall
{
    private readonly ImmutableArray<ImmutableArray<string>> rules;

    private HostFirewall(ImmutableArray<ImmutableArray<string>> rules) => this.rules = rules;

    /// <summary>Reads the user data of a server. What cannot be read sets no firewall.</summary>
    /// <param name="userData">The user data.</param>
    public static HostFirewall Of(string userData)
    {
        try
        {
            return new([.. from document in YamlFile.Read(userData, YamlDialect.Kubernetes)
                           from command in Wire.Items(document.Content, "runcmd")
                           let words = Words(command)
                           where words is ["ufw", ..]
                           select words[1..]]);
        }
        catch (FileFormatException)
        {
            return new([]);
        }
    }

    /// <summary>The ports to which it lets in what comes by an interface. A rule in a form that is not read may open every port.</summary>
    /// <param name="name">Name of the interface.</param>
    public PortSet Open(string name)
    {
        if (!rules.Any(rule => rule.Contains("enable")) || !rules.Any(rule => rule is ["default", "deny" or "reject", "incoming"]))
        {
            return PortSet.All;
        }

        var open = PortSet.None;
        foreach (var rule in rules)
        {
            switch (rule)
            {
                case ["deny" or "reject", "in", "on", var other] when Matches(other, name):
                    return open; // The first rule that matches counts.
                case ["allow" or "limit", var port]:
                    open = open.Union(Ports(port));
                    break;
                case ["allow" or "limit", ..]:
                    return PortSet.All;
            }
        }

        return open;
    }

    private static PortSet Ports(string text) => text.Split('/') switch
    {
        [var port, var protocol] when int.TryParse(port, out var number) => PortSet.Of(Transport.Of(protocol), number, number),
        [var port] when int.TryParse(port, out var number) =>
            PortSet.Tcp(number).Union(PortSet.Of(TransportProtocol.Udp, number, number)),
        _ => PortSet.All,
    };

    // A plus at the end stands for any further letters, as everywhere in iptables.
    private static bool Matches(string pattern, string name) => pattern.EndsWith('+')
        ? name.StartsWith(pattern[..^1], StringComparison.Ordinal) : pattern == name;

    private static ImmutableArray<string> Words(object? command) =>
        command is string line ? [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)]
            : [.. Wire.Items(command).Select(word => $"{word}")];
}
