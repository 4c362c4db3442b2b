using System.Diagnostics;

namespace Infra.Tests.Documentation;

/// <summary>Runs programs in the repository, with stand-ins for those that would reach a cloud.</summary>
public sealed class Shell : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("shell-").FullName;

    /// <summary>Every call of a stand-in: its name and its words.</summary>
    public string[] Calls => File.Exists(Path.Combine(directory, "calls")) ? File.ReadAllLines(Path.Combine(directory, "calls")) : [];

    /// <summary>What stand-ins were given as files, one after the other.</summary>
    public string Files => File.Exists(Path.Combine(directory, "files")) ? File.ReadAllText(Path.Combine(directory, "files")) : "";

    /// <summary>Puts a stand-in before a program: it writes down how it was called, and then does what a script says.</summary>
    public Shell With(string program, string script)
    {
        var path = Path.Combine(directory, program);
        File.WriteAllText(path, $"#!/usr/bin/env bash\nprintf '%s\\n' \"{program} $*\" >>'{directory}/calls'\n{script}\n".Replace("FILES", $"{directory}/files"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return this;
    }

    /// <summary>Runs a program of the repository.</summary>
    public (int Code, string Output, string Error) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program.Contains('/') ? Path.Combine(Plans.Repository, program) : program, arguments) { WorkingDirectory = Plans.Repository, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["PATH"] = $"{directory}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment.Remove("STACK");
        start.Environment.Remove("MAKEFLAGS");
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);
}
