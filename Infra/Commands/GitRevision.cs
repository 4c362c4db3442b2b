using System.Diagnostics;
using Infra.Reports;

namespace Infra.Commands;

/// <summary>A revision of this repository whose program can be asked for its plan: checked out beside, built there and run there.</summary>
internal sealed class GitRevision
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly string repository;
    private readonly string below;

    private GitRevision(string repository, string below, string commit)
    {
        this.repository = repository;
        this.below = below;
        Commit = commit;
    }

    /// <summary>Full name of the commit.</summary>
    public string Commit { get; }

    /// <summary>Finds a revision.</summary>
    /// <param name="project">Directory of <c>Pulumi.yaml</c>.</param>
    /// <param name="reference">Branch, tag, commit or anything else that git understands.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="IOException">There is no such revision.</exception>
    public static async Task<GitRevision> FindAsync(string project, string reference, CancellationToken cancellation)
    {
        var (code, commit) = await RunAsync(
            "git", ["rev-parse", "--verify", "--quiet", "--end-of-options", $"{reference}^{{commit}}"], project, cancellation);
        if (code != 0)
        {
            throw new IOException(
                $"'{reference}' is neither a file nor a git revision here; for a branch of the remote type: "
                + $"git fetch origin {reference}, then --base origin/{reference}");
        }

        var (_, root) = await RunAsync("git", ["rev-parse", "--show-toplevel"], project, cancellation);
        return new(root.Trim(), Path.GetRelativePath(root.Trim(), project), commit.Trim());
    }

    /// <summary>The plan that the program of this revision makes with the stack file of this revision.</summary>
    /// <exception cref="IOException">It cannot be built, or makes no plan.</exception>
    public async Task<PlanDocument> PlanAsync(IEnumerable<string> words, Screen screen, CancellationToken cancellation)
    {
        // Built revisions stay, for a pull request is looked at more than once: below artifacts/, which git ignores.
        var checkout = Path.Combine(repository, "artifacts", "revisions", Commit[..12]);
        var project = Path.Combine(checkout, below);
        var program = Path.Combine(checkout, "artifacts", "infra", "Infra.dll");
        if (!File.Exists(Path.Combine(checkout, ".built")))
        {
            await CheckOutAsync(checkout, screen, cancellation);
            await StepAsync(
                $"building {Commit[..9]} (once; about a minute)",
                "dotnet",
                ["publish", Path.Combine(project, "Infra"), "--output", Path.GetDirectoryName(program)!, "--nologo", "-v", "quiet"],
                checkout,
                screen,
                cancellation);
            await File.WriteAllTextAsync(Path.Combine(checkout, ".built"), Commit, cancellation);
        }

        // --json, for older revisions know no --format; 1 is a plan that was refused, and a plan all the same.
        var (code, plan) = await RunAsync("dotnet", [program, "preview", .. words, "--json"], project, cancellation);
        return code <= 1 && plan.StartsWith('{')
            ? PlanReader.Read(plan, Commit[..9])
            : throw new IOException(
                $"the program of {Commit[..9]} makes no plan of this stack; to see why, type: "
                + $"dotnet {program} preview {string.Join(' ', words)}");
    }

    private async Task CheckOutAsync(string checkout, Screen screen, CancellationToken cancellation)
    {
        if (Directory.Exists(checkout))
        {
            Directory.Delete(checkout, recursive: true); // A build that was cut short.
        }

        Directory.CreateDirectory(Path.GetDirectoryName(checkout)!);

        // A clone of the objects on this disk rather than a worktree: it leaves nothing behind in the repository.
        string[] clone = ["clone", "--quiet", "--shared", "--no-checkout", repository, checkout];
        await StepAsync($"checking out {Commit[..9]}", "git", clone, repository, screen, cancellation);
        await StepAsync("", "git", ["-C", checkout, "checkout", "--quiet", "--detach", Commit], repository, screen, cancellation);
    }

    private static async Task StepAsync(
        string what, string program, string[] args, string directory, Screen screen, CancellationToken cancellation)
    {
        if (what.Length > 0)
        {
            screen.Complain($"{what} ...");
        }

        var (code, output) = await RunAsync(program, args, directory, cancellation);
        if (code != 0)
        {
            throw new IOException($"{program} {string.Join(' ', args)} exited with {code}:{Environment.NewLine}{output}");
        }
    }

    private static async Task<(int Code, string Output)> RunAsync(
        string program, string[] args, string directory, CancellationToken cancellation)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })
            ?? throw new IOException($"{program} does not start");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Longest);
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, process.ExitCode <= 1 && (await output).Length > 0 ? await output : $"{await output}{await error}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new IOException($"{program} {args[0]} was ended after {Longest.TotalMinutes:0} minutes or on request");
        }
    }
}
