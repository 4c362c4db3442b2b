namespace Infra.Files.Host;

/// <summary>Where things are on a server. Directories of a release come and go with it; the others stay.</summary>
public static class HostLayout
{
    /// <summary>Directory of a system, as a variable so that the files can be tried anywhere.</summary>
    public static string Root(string system) => $"${{SYSTEM_ROOT:-/opt/{system}}}";

    /// <summary>Configuration that outlives a release, because containers that outlive it have it mounted.</summary>
    public static string Configuration(string system, string part) => $"{Root(system)}/etc/{part}";

    /// <summary>Data of a container that keeps some.</summary>
    public static string Data(string system, string part) => $"{Root(system)}/data/{part}";

    /// <summary>Directory of the secrets of one service, below the release.</summary>
    public static string Secrets(string service) => $"./run/{service}/secrets";

    /// <summary>File of the variables of one service, below the release.</summary>
    public static string Variables(string service) => $"./run/{service}/environment";
}
