using Infra.Settings;

namespace Infra.Tests;

/// <summary>A directory with the project file of the repository and a stack file of a test's own; gone when the test is.</summary>
public sealed class StackDirectory : IDisposable
{
    /// <summary>A stack file that is right, as far as anything has to be said.</summary>
    public const string Good = """
        config:
          infra:domain: example.com
          infra:imageTag: 1.4.2
          infra:adminCidrs: [203.0.113.0/24]
          infra:sshPublicKeys: [ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJ5b3VyT3duS2V5SGVyZV9yZXBsYWNlX3RoaXNfb25l deploy@example.com]
          infra:alertEmails: [oncall@example.com]
          infra:smtpServer: smtp.example.com:2525

        """;

    public StackDirectory(string stackFile, string stack = "dev")
    {
        Path = Directory.CreateTempSubdirectory("stack-").FullName;
        File.Copy(System.IO.Path.Combine(Plans.Repository, "Pulumi.yaml"), System.IO.Path.Combine(Path, "Pulumi.yaml"));
        File.WriteAllText(System.IO.Path.Combine(Path, $"Pulumi.{stack}.yaml"), stackFile);
    }

    public string Path { get; }

    /// <summary>The good stack file with lines of a test's own; a line for a key that is there replaces it.</summary>
    public static string With(params string[] lines)
    {
        var keys = lines.Select(line => line[..line.IndexOf(": ", StringComparison.Ordinal)]).ToArray();
        var kept = Good.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !keys.Any(key => line.Trim().StartsWith(key + ":", StringComparison.Ordinal)));
        return string.Join('\n', kept.Concat(lines.Select(line => $"  {line}"))) + "\n";
    }

    /// <summary>The settings that the loader makes of the good stack file with lines of a test's own.</summary>
    public static StackSettings Load(params string[] lines)
    {
        using var directory = new StackDirectory(With(lines));
        return SettingsLoader.Load(StackFiles.Read(directory.Path, "dev"));
    }

    /// <summary>The mistakes that the loader finds in a stack file.</summary>
    public static ImmutableArray<Mistake> MistakesIn(string stackFile)
    {
        using var directory = new StackDirectory(stackFile);
        return Assert.Throws<SettingsException>(() => SettingsLoader.Load(StackFiles.Read(directory.Path, "dev"))).Mistakes;
    }

    /// <summary>The only mistake that the loader finds in the good stack file with lines of a test's own.</summary>
    public static Mistake MistakeOf(params string[] lines) => Assert.Single(MistakesIn(With(lines)));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
