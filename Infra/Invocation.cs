namespace Infra;

/// <summary>How this program was started, for messages that say what to type next.</summary>
internal static class Invocation
{
    /// <summary>The name that the tool is installed under.</summary>
    public const string Tool = "infra";

    /// <summary>The words before a command: those of the installed tool, or of the project.</summary>
    public static string Program { get; } = Words(AppContext.BaseDirectory, Environment.ProcessPath);

    /// <summary>The words before a command.</summary>
    /// <param name="directory">Where the program lies.</param>
    /// <param name="process">The file that was started.</param>
    internal static string Words(string directory, string? process)
    {
        // The SDK puts this file beside the program in the package of a tool, and nowhere else.
        if (!File.Exists(Path.Combine(directory, "DotnetToolSettings.xml")))
        {
            return "dotnet run --project Infra --";
        }

        // A tool of a manifest (dotnet tool install --local) has no file of its own to start.
        return Path.GetFileNameWithoutExtension(process) == "dotnet" ? $"dotnet {Tool}" : Tool;
    }
}
