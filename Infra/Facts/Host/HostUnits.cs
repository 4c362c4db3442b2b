using Infra.Facts.Schedules;
using Infra.Planning;

namespace Infra.Facts.Host;

/// <summary>What systemd does on a server.</summary>
public sealed record HostUnits
{
    private const string Directory = "systemd/";

    /// <summary>Timers.</summary>
    public required ImmutableArray<HostTimer> Timers { get; init; }

    /// <summary>Services by name.</summary>
    public required ImmutableDictionary<string, HostService> Services { get; init; }

    /// <summary>What each timer starts.</summary>
    public IEnumerable<(HostTimer Timer, HostService Service)> Started =>
        Timers.Where(timer => Services.ContainsKey(timer.Service)).Select(timer => (timer, Services[timer.Service]));

    /// <summary>Reads those of a plan.</summary>
    /// <param name="plan">The plan.</param>
    internal static HostUnits Of(Plan plan)
    {
        var units = plan.Files.Where(file => file.Path.StartsWith(Directory, StringComparison.Ordinal))
            .Select(file => (Name: file.Path[Directory.Length..], file.Content)).ToArray();
        return new()
        {
            Timers = [.. units.Where(unit => unit.Name.EndsWith(".timer", StringComparison.Ordinal))
                .Select(unit => new HostTimer(unit.Name, UnitFile.Read(unit.Content)))],
            Services = units.Where(unit => unit.Name.EndsWith(".service", StringComparison.Ordinal))
                .ToImmutableDictionary(unit => unit.Name, unit => new HostService(unit.Name, UnitFile.Read(unit.Content))),
        };
    }
}
