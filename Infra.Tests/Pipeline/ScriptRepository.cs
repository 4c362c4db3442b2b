using System.Diagnostics;

namespace Infra.Tests.Pipeline;

/// <summary>A git repository with the scripts of this one, and programs that stand for those that need an account; gone when the test is.</summary>
public sealed class ScriptRepository : IDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("scripts-").FullName;

    /// <summary>Makes it, with one commit on main.</summary>
    public ScriptRepository()
    {
        Directory.CreateDirectory(Bin);
        Directory.CreateDirectory(System.IO.Path.Combine(Path, "scripts"));
        foreach (var script in Directory.EnumerateFiles(System.IO.Path.Combine(Plans.Repository, "scripts")))
        {
            File.Copy(script, System.IO.Path.Combine(Path, "scripts", System.IO.Path.GetFileName(script)));
        }

        Git("init", "--quiet", "--initial-branch=main");
        Commit("Begin");
    }

    /// <summary>What a script did.</summary>
    /// <param name="Code">Exit code.</param>
    /// <param name="Output">What it printed.</param>
    /// <param name="Complaint">What it printed as errors.</param>
    public sealed record Outcome(int Code, string Output, string Complaint);

    /// <summary>The repository.</summary>
    public string Path => System.IO.Path.Combine(home, "repository");

    /// <summary>What the programs that stand for others were called with, a line each.</summary>
    public string Calls => File.Exists(Log) ? File.ReadAllText(Log) : "";

    /// <summary>Variables that scripts see.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    private string Bin => System.IO.Path.Combine(home, "bin");

    private string Log => System.IO.Path.Combine(home, "calls");

    /// <summary>Runs one of the scripts.</summary>
    public Outcome Run(string script, params string[] arguments) => Start(System.IO.Path.Combine(Path, "scripts", script), arguments);

    /// <summary>Runs a command of a workflow, in the shell that GitHub takes for it.</summary>
    public Outcome Shell(string command) => Start("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", command);

    /// <summary>Runs git.</summary>
    public string Git(params string[] arguments)
    {
        var outcome = Start("git", arguments);
        Assert.True(outcome.Code == 0, $"git {string.Join(' ', arguments)}: {outcome.Complaint}");
        return outcome.Output.TrimEnd();
    }

    /// <summary>Commits everything, and a file that makes each commit one of its own.</summary>
    public string Commit(string subject)
    {
        File.AppendAllText(System.IO.Path.Combine(Path, "log.txt"), subject + "\n");
        Git("add", "--all");
        Git("commit", "--quiet", "--message", subject);
        return Git("rev-parse", "HEAD");
    }

    /// <summary>Writes a file of the repository.</summary>
    public void Write(string file, string text) => File.WriteAllText(System.IO.Path.Combine(Path, file), text);

    /// <summary>Reads a file of the repository.</summary>
    public string Read(string file) => File.ReadAllText(System.IO.Path.Combine(Path, file));

    /// <summary>Puts a program in the place of another: it notes how it was called, then does what the text says.</summary>
    public void Stand(string program, string body)
    {
        var file = System.IO.Path.Combine(Bin, program);
        File.WriteAllText(file, $"#!/usr/bin/env bash\nprintf '%s\\n' \"{program} $*\" >>'{Log}'\n{body}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public void Dispose() => Directory.Delete(home, recursive: true);

    private Outcome Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Path, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{Bin}:{start.Environment["PATH"]}";
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        foreach (var role in new[] { "AUTHOR", "COMMITTER" })
        {
            (start.Environment[$"GIT_{role}_NAME"], start.Environment[$"GIT_{role}_EMAIL"]) = ("Tests", "tests@example.com");
        }

        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var complaint = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output, complaint.Result);
    }
}
