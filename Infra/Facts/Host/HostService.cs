using Infra.Facts.Schedules;

namespace Infra.Facts.Host;

/// <summary>A service of a server (systemd.service(5), systemd.exec(5)).</summary>
public sealed record HostService
{
    /// <summary>Reads one.</summary>
    /// <param name="name">Name of the unit, with its ending.</param>
    /// <param name="unit">The unit.</param>
    public HostService(string name, UnitFile unit)
    {
        Name = name;
        Unit = unit;
        Commands = [.. unit.Values("Service", "ExecStart").Select(HostCommand.Read)];
        IsAwaited = unit.Value("Service", "Type") == "oneshot";

        // Without an end of its own a oneshot has none, and any other service that of the manager (DefaultTimeoutStartSec); 0 is none.
        var limit = new[] { "TimeoutStartSec", "TimeoutSec" }.Select(setting => UnitValue.Span(unit.Value("Service", setting)))
            .FirstOrDefault(span => span is not null) ?? (IsAwaited ? TimeSpan.MaxValue : TimeSpan.FromSeconds(90));
        TimeLimit = limit > TimeSpan.Zero && limit < TimeSpan.MaxValue ? limit : null;

        // A user that is made for the service alone brings all three (systemd.exec(5), DynamicUser=).
        var isApart = unit.IsOn("Service", "DynamicUser");
        KeepsPrivileges = isApart || unit.IsOn("Service", "NoNewPrivileges");
        HasOwnTemporaryFiles = isApart || unit.IsOn("Service", "PrivateTmp") || unit.Value("Service", "PrivateTmp") == "disconnected";
        LeavesHomesAlone = isApart || unit.IsOn("Service", "ProtectHome")
            || unit.Value("Service", "ProtectHome") is "read-only" or "tmpfs";
    }

    /// <summary>Name of the unit, with its ending.</summary>
    public string Name { get; }

    /// <summary>The unit.</summary>
    public UnitFile Unit { get; }

    /// <summary>What it runs, one after the other.</summary>
    public ImmutableArray<HostCommand> Commands { get; }

    /// <summary>Whether who comes after it waits until it is done, rather than started.</summary>
    public bool IsAwaited { get; }

    /// <summary>Time after which it is ended; none where it may run for ever.</summary>
    public TimeSpan? TimeLimit { get; }

    /// <summary>Whether none of its programs may gain privileges.</summary>
    public bool KeepsPrivileges { get; }

    /// <summary>Whether its temporary files are out of sight of others, and theirs out of its.</summary>
    public bool HasOwnTemporaryFiles { get; }

    /// <summary>Whether it cannot write to the homes of people.</summary>
    public bool LeavesHomesAlone { get; }
}
