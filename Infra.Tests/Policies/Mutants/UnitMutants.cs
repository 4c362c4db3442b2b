namespace Infra.Tests.Policies.Mutants;

/// <summary>Weakens units of systemd line by line.</summary>
internal static class UnitMutants
{
    private static readonly ImmutableDictionary<string, ImmutableArray<(string Name, string Value)>> Weaker =
        new Dictionary<string, ImmutableArray<(string, string)>>
        {
            ["OnCalendar"] = [("never", "*-02-30 00:00:00"), ("once a year", "*-01-01 00:00:00 UTC"), ("at nonsense", "sometimes")],
            ["Persistent"] = [("flip", "false")],
            ["RandomizedDelaySec"] = [("raise", "30d")],
            ["TimeoutStartSec"] = [("wait for ever", "infinity"), ("give no time", "1s")],
            ["NoNewPrivileges"] = [("flip", "no")],
            ["PrivateTmp"] = [("flip", "no")],
            ["ProtectHome"] = [("flip", "no")],
            ["ExecStart"] = [("do nothing", "/bin/true")],
            ["WantedBy"] = [("by nobody", "nothing.target")],
            ["Before"] = [("later", "shutdown.target")],
            ["User"] = [("become root", "root")],
        }.ToImmutableDictionary();

    // What systemd takes where nothing is said: a line that says so can go (systemd.timer(5)).
    private static readonly ImmutableHashSet<string> Defaults = ["RandomizedDelaySec=0", "Persistent=false"];

    /// <summary>The mutants of a unit.</summary>
    /// <param name="text">The file.</param>
    public static IEnumerable<(string Path, string Weakening, string Text)> Of(string text)
    {
        var lines = text.Split('\n');
        var section = "";
        for (var number = 0; number < lines.Length; number++)
        {
            var line = lines[number];
            if (line.StartsWith('['))
            {
                section = line.Trim('[', ']', ' ');
                continue;
            }

            if (line.IndexOf('=') is var equals and > 0 && Weaker.TryGetValue(line[..equals], out var weaker))
            {
                string With(string? replacement) =>
                    string.Join('\n', replacement is null ? lines.Where((_, index) => index != number)
                        : lines.Select((old, index) => index == number ? replacement : old));
                if (!Defaults.Contains(line))
                {
                    yield return ($"{section}.{line[..equals]}", "drop", With(null));
                }

                foreach (var (name, value) in weaker)
                {
                    yield return ($"{section}.{line[..equals]}", name, With($"{line[..equals]}={value}"));
                }
            }
        }
    }
}
