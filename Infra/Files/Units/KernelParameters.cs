using Infra.Settings;
using Infra.Systems;

namespace Infra.Files.Units;

/// <summary>Kernel parameters of a server.</summary>
public static class KernelParameters
{
    /// <summary>Renders the file, below <c>sysctl/</c>.</summary>
    public static IEnumerable<HostFile> Render(StackSettings settings)
    {
        yield return new($"sysctl/60-{settings.System.Name}.conf", string.Concat(Of(settings).Select(parameter => $"# {parameter.Why}\n{parameter.Name} = {parameter.Value}\n")));
    }

    private static IEnumerable<(string Name, string Value, string Why)> Of(StackSettings settings)
    {
        yield return ("net.core.somaxconn", "4096", "Connections that wait to be accepted: a burst must not be refused.");
        yield return ("net.ipv4.tcp_max_syn_backlog", "4096", "The same, for connections whose handshake is not over.");
        yield return ("net.ipv4.tcp_syncookies", "1", "A flood of half-open connections must not lock out the others.");
        yield return ("net.ipv4.ip_local_port_range", "10240 65535", "Ports for connections to the services.");
        yield return ("net.ipv4.conf.all.rp_filter", "2", "Packets with forged senders are dropped; loosely, for Docker's networks.");
        yield return ("net.ipv4.conf.all.accept_redirects", "0", "Nobody else tells this server its routes.");
        yield return ("net.ipv4.conf.all.send_redirects", "0", "It tells nobody else theirs.");
        yield return ("kernel.kptr_restrict", "2", "Addresses of the kernel help attackers only.");
        yield return ("kernel.dmesg_restrict", "1", "So do its messages.");
        yield return ("vm.swappiness", "10", "Swap is for what is never used, not for what is used a little less.");
        yield return ("fs.file-max", "1048576", "Open files of all containers together.");
        if (settings.OwnStores.Any())
        {
            yield return ("vm.overcommit_memory", "1", "The store forks to write snapshots; the kernel must not demand its memory twice.");
        }

        if (settings.System.Needs<LogIndex>().Any())
        {
            yield return ("vm.max_map_count", "1048576", "Elasticsearch maps its index files. Source: Elasticsearch guide, virtual memory (9.x).");
        }
    }
}
