using Infra.Settings;

namespace Infra.Files.Units;

/// <summary>Rotation of the log files that Docker does not rotate: nginx's access log and the commands' own (DS-07).</summary>
public static class LogRotations
{
    private const int KeptDays = 30;

    /// <summary>Renders the file, below <c>logrotate/</c>.</summary>
    public static IEnumerable<HostFile> Render(StackSettings settings)
    {
        var system = settings.System.Name;
        var kept = $"daily\n    rotate {KeptDays}\n    compress\n    delaycompress\n    missingok\n    notifempty\n    dateext\n";
        yield return new($"logrotate/{system}",
            $"/opt/{system}/logs/nginx/*.log {{\n    {kept}    maxsize 200M\n    sharedscripts\n    postrotate\n"
            + $"        /opt/{system}/bin/logs --reopen > /dev/null 2>&1 || true\n    endscript\n}}\n\n"
            + $"/opt/{system}/logs/*.log {{\n    {kept}}}\n");
    }
}
