using System.Diagnostics;

namespace Infra.Tests.Pipeline;

/// <summary>Which Pulumi packages a build takes where nobody says so: the published ones where the Pulumi CLI is, and an empty home is none.</summary>
public sealed class PulumiPackagesTests : IDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("home-").FullName;

    [Fact]
    public void A_home_that_something_else_made_is_no_installation()
    {
        Directory.CreateDirectory(Path.Combine(home, ".pulumi", "logs"));
        Directory.CreateDirectory(Path.Combine(home, ".pulumi", "plugins"));
        Assert.Equal("offline", Taken());
    }

    [Fact]
    public void The_program_is_found_in_its_home()
    {
        Program(Path.Combine(home, ".pulumi", "bin"));
        Assert.Equal("nuget", Taken());
        Assert.Equal("offline", Taken(("PULUMI_HOME", Path.Combine(home, "elsewhere"))));

        Program(Path.Combine(home, "elsewhere", "bin"));
        Assert.Equal("nuget", Taken(("PULUMI_HOME", Path.Combine(home, "elsewhere"))));
    }

    [Fact]
    public void The_program_is_found_on_the_path()
    {
        Program(Path.Combine(home, "tools"));
        Assert.Equal("nuget", Taken(("PATH", $"{Path.Combine(home, "none")}{Path.PathSeparator}{Path.Combine(home, "tools")}")));
    }

    [Fact]
    public void What_is_said_counts() => Assert.Equal("nuget", Taken(("PulumiPackages", "nuget")));

    public void Dispose() => Directory.Delete(home, recursive: true);

    private static void Program(string directory)
    {
        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, OperatingSystem.IsWindows() ? "pulumi.exe" : "pulumi"), "");
    }

    private string Taken(params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? Environment.ProcessPath!, ["msbuild", Path.Combine(Plans.Repository, "Infra", "Infra.csproj"), "-getProperty:PulumiPackages"]) { RedirectStandardOutput = true };
        foreach (var (name, value) in (IEnumerable<(string, string)>)[("HOME", home), ("USERPROFILE", home), ("DOTNET_CLI_HOME", home), ("DOTNET_NOLOGO", "1"), ("PATH", home), .. variables])
        {
            start.Environment[name] = value;
        }

        foreach (var name in new[] { "PulumiPackages", "PULUMI_HOME" }.Except(variables.Select(variable => variable.Name)))
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Trim();
    }
}
