using Infra.Facts.Schedules;

namespace Infra.Facts.Host;

/// <summary>A timer of a server (systemd.timer(5)).</summary>
public sealed record HostTimer
{
    // What a server starts when it boots pulls in each of these.
    private static readonly ImmutableHashSet<string> AtBoot =
        ["timers.target", "basic.target", "sysinit.target", "multi-user.target", "graphical.target", "default.target"];

    private static readonly TimeSpan Ever = TimeSpan.FromDays(3650);

    /// <summary>Reads one.</summary>
    /// <param name="name">Name of the unit, with its ending.</param>
    /// <param name="unit">The unit.</param>
    public HostTimer(string name, UnitFile unit)
    {
        Name = name;
        Service = unit.Value("Timer", "Unit") is { Length: > 0 } other ? other : $"{name[..name.LastIndexOf('.')]}.service";
        IsStartedAtBoot = unit.Words("Install", "WantedBy").Concat(unit.Words("Install", "RequiredBy")).Any(AtBoot.Contains);
        IsPersistent = unit.IsOn("Timer", "Persistent");
        Delay = (UnitValue.Span(unit.Value("Timer", "RandomizedDelaySec")) ?? TimeSpan.Zero) is var delay && delay < Ever ? delay : Ever;
        Recurrence[] times = [.. unit.Values("Timer", "OnCalendar").Select(Recurrence.OfCalendar).OfType<Recurrence>()];
        LongestGap = times.Min(time => time.LongestGap);
        ShortestGap = times.Min(time => time.ShortestGap);
    }

    /// <summary>Name of the unit, with its ending.</summary>
    public string Name { get; }

    /// <summary>Name of the unit that it starts.</summary>
    public string Service { get; }

    /// <summary>Whether it counts from the start of the server on.</summary>
    public bool IsStartedAtBoot { get; }

    /// <summary>Whether it makes up for a time at which the server was off.</summary>
    public bool IsPersistent { get; }

    /// <summary>Most time by which it is late at random.</summary>
    public TimeSpan Delay { get; }

    /// <summary>Longest time from one start to the next, without delays; none where it never comes.</summary>
    public TimeSpan? LongestGap { get; }

    /// <summary>Shortest time from one start to the next, without delays; none where it never comes.</summary>
    public TimeSpan? ShortestGap { get; }
}
