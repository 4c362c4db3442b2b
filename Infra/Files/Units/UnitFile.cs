using System.Text;

namespace Infra.Files.Units;

/// <summary>A section of a systemd unit.</summary>
/// <param name="Name">Name without brackets.</param>
/// <param name="Settings">Settings in order; one name may occur several times.</param>
public sealed record UnitSection(string Name, params ImmutableArray<(string Name, string Value)> Settings);

/// <summary>A systemd unit.</summary>
/// <param name="Name">Name of the file, with its ending.</param>
/// <param name="Sections">Sections in order.</param>
public sealed record UnitFile(string Name, params ImmutableArray<UnitSection> Sections)
{
    /// <summary>The unit as systemd reads it.</summary>
    public HostFile Render()
    {
        var text = new StringBuilder();
        foreach (var section in Sections)
        {
            text.Append(text.Length > 0 ? "\n" : "").Append($"[{section.Name}]\n");
            foreach (var (name, value) in section.Settings)
            {
                text.Append($"{name}={value}\n");
            }
        }

        return new($"systemd/{Name}", text.ToString());
    }
}
