using Infra.Files.Compose;
using Infra.Files.Valkey;
using Infra.Settings;

namespace Infra.Files;

/// <summary>The files with which a system runs on a laptop: everything in containers, the database among them, and images built again when sources change.</summary>
public static class LocalFiles
{
    /// <summary>Renders the files of a stack. Passwords in them count on the laptop only: nothing is reachable from elsewhere.</summary>
    /// <param name="settings">The stack.</param>
    /// <param name="sources">Directory of the sources of images that are built here, as seen from the rendered files.</param>
    public static ImmutableArray<HostFile> Render(StackSettings settings, string sources) =>
    [
        LocalCompose.Render(settings, sources),
        .. settings.OwnStores.Select(need => new HostFile($"redis/{ValkeyConfiguration.FileName}", ValkeyConfiguration.Render(need))),
        .. settings.OwnStores.Select(_ => new HostFile($"redis-password/{ValkeyConfiguration.PasswordFileName}", ValkeyConfiguration.RenderPassword(LocalEnvironment.Password))),
    ];
}
