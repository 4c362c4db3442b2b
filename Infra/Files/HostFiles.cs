using Infra.Settings;

namespace Infra.Files;

/// <summary>The files of a system's server, all but those that hold what only the deployment knows.</summary>
public static class HostFiles
{
    /// <summary>Login under which files are copied and releases are made.</summary>
    public const string DeployUser = "deploy";

    /// <summary>File of the services' plain environment, written by the deployment.</summary>
    public const string EnvironmentFile = "environment";

    /// <summary>Directory of the secrets' files, written by the deployment.</summary>
    public const string SecretsDirectory = "secrets";

    /// <summary>Renders the files of a stack.</summary>
    public static ImmutableArray<HostFile> Render(StackSettings settings) => [new("bin/install", "#!/bin/sh\nset -eu\n")];
}
