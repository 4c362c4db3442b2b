using Infra.Settings;

namespace Infra.Files;

/// <summary>What a new server does at its first start.</summary>
public static class CloudInit
{
    /// <summary>Renders the cloud-config of a stack.</summary>
    public static string Render(StackSettings settings) => "#cloud-config\npackage_update: true\n";
}
