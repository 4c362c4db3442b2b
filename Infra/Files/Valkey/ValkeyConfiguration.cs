using System.Security.Cryptography;
using System.Text;
using Infra.Systems;

namespace Infra.Files.Valkey;

/// <summary>The configuration of the Redis-compatible store (Valkey), the same on a host and in a pod.</summary>
public static class ValkeyConfiguration
{
    /// <summary>Image of the store. Valkey 8 is what DigitalOcean's managed service runs, so that both kinds are the same.</summary>
    public const string Image = "valkey/valkey:8.1.9-alpine";

    /// <summary>Directory of the configuration.</summary>
    public const string Directory = "/etc/valkey";

    /// <summary>Name of the configuration's file.</summary>
    public const string FileName = "valkey.conf";

    /// <summary>Directory of the password's file.</summary>
    public const string PasswordDirectory = "/run/secrets/valkey";

    /// <summary>Name of the password's file, a configuration file of its own that only the server can read.</summary>
    public const string PasswordFileName = "password.conf";

    /// <summary>Directory of the data.</summary>
    public const string DataDirectory = "/data";

    /// <summary>The configuration.</summary>
    public static string Render(Redis need)
    {
        var lines = new List<string>
        {
            "# Rendered from the system's definition.",
            "bind * -::*",
            "port 6379",
            "protected-mode yes",
            $"include {PasswordDirectory}/{PasswordFileName}",
            $"dir {DataDirectory}",

            // The rest of the memory limit is for copy-on-write while the files are rewritten, and for clients' buffers.
            $"maxmemory {need.Memory.Bytes / 4 * 3}",
            $"maxmemory-policy {Policy(need.Eviction)}",
            $"appendonly {(need.AppendOnly ? "yes" : "no")}",
            "appendfsync everysec",
        };
        lines.AddRange(need.Snapshots.IsEmpty ? ["save \"\""] : need.Snapshots.Select(snapshot => $"save {(int)snapshot.After.TotalSeconds} {snapshot.Changes}"));
        lines.AddRange(["tcp-keepalive 60", "timeout 0", "loglevel notice", "logfile \"\""]);
        return string.Join('\n', lines) + "\n";
    }

    /// <summary>What happens when the memory is full, in the store's own words.</summary>
    public static string Policy(Eviction eviction) => eviction switch
    {
        Eviction.Never => "noeviction",
        Eviction.LeastRecentlyUsed => "allkeys-lru",
        Eviction.SoonestToExpire => "volatile-ttl",
        _ => throw new ArgumentOutOfRangeException(nameof(eviction), eviction, "the store knows no such policy"),
    };

    /// <summary>The password's file.</summary>
    public static string RenderPassword(string password) => $"requirepass {password}\n";

    /// <summary>Sixteen digits that change when the configuration does.</summary>
    public static string Fingerprint(string configuration) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(configuration)))[..16];
}
