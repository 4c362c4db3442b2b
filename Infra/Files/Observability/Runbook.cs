using Infra.Settings;

namespace Infra.Files.Observability;

/// <summary>Where people read what an alert means and how it is mended.</summary>
public static class Runbook
{
    /// <summary>File of the runbooks in the repository, one section an alert.</summary>
    public const string File = "docs/runbooks.md";

    /// <summary>Address of an alert's section: headings become anchors in lower case.</summary>
    public static string Url(StackSettings settings, string alert) => $"{settings.Alerts.RunbookUrl}#{alert.ToLowerInvariant()}";
}
