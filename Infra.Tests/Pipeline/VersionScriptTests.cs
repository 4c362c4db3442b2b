namespace Infra.Tests.Pipeline;

public sealed class VersionScriptTests : IDisposable
{
    private readonly ScriptRepository repository = new();

    public void Dispose() => repository.Dispose();

    [Theory]
    [InlineData("major", "2.0.0")]
    [InlineData("minor", "1.10.0")]
    [InlineData("patch", "1.9.11")]
    public void The_next_version_follows_the_newest_by_number(string part, string next)
    {
        foreach (var tag in new[] { "v1.9.9", "v1.9.10", "v1.2.30", "v2", "v9.9.9-beta", "v01.0.0", "nightly" })
        {
            repository.Git("tag", tag);
        }

        Assert.Equal("1.9.10\n", repository.Run("version", "current").Output);
        Assert.Equal($"{next}\n", repository.Run("version", "next", part).Output);
    }

    [Fact]
    public void Before_the_first_version_there_is_none() => Assert.Equal("0.0.0\n", repository.Run("version", "current").Output);

    [Fact]
    public void An_image_has_tags_by_version_commit_and_date()
    {
        var commit = repository.Git("rev-parse", "HEAD");
        var date = repository.Git("show", "--no-patch", "--format=%cd", "--date=format:%Y-%m-%d");
        Assert.Equal($"{commit}\n{date}-{commit[..12]}\n", repository.Run("version", "tags").Output);

        repository.Git("tag", "v1.2.3");
        Assert.Equal($"1.2.3\n{commit}\n{date}-{commit[..12]}\n", repository.Run("version", "tags", "v1.2.3").Output);
        Assert.All(repository.Run("version", "tags").Output.TrimEnd().Split('\n'), tag => StackDirectory.Load($"infra:imageTag: '{tag}'"));
    }

    [Fact]
    public void A_release_moves_what_is_unreleased_and_tags_the_commit()
    {
        Ready();
        var outcome = repository.Run("version", "release", "minor");

        Assert.Equal((0, ""), (outcome.Code, outcome.Complaint));
        Assert.StartsWith("released 0.1.0\n", outcome.Output, StringComparison.Ordinal);
        Assert.Equal("v0.1.0", repository.Git("describe", "--exact-match"));
        Assert.Equal("Release 0.1.0", repository.Git("show", "--no-patch", "--format=%s"));
        Assert.Matches(@"# Changes\n\n## Unreleased\n\n## 0\.1\.0 - \d{4}-\d{2}-\d{2}\n\n- Something new\n", repository.Read("CHANGELOG.md"));
        Assert.Contains($"Commit: {repository.Git("rev-parse", "HEAD")}", repository.Git("tag", "--list", "--format=%(contents)", "v0.1.0"), StringComparison.Ordinal);
        Assert.Contains("- Something new", repository.Git("tag", "--list", "--format=%(contents)", "v0.1.0"), StringComparison.Ordinal);
        Assert.Equal("", repository.Git("status", "--porcelain"));
    }

    [Fact]
    public void A_dry_run_changes_nothing()
    {
        Ready();
        var before = repository.Git("rev-parse", "HEAD");
        var outcome = repository.Run("version", "release", "patch", "--dry-run");

        Assert.Equal((0, "would release 0.0.1 (after 0.0.0):\n  - Something new\n"), (outcome.Code, outcome.Output));
        Assert.Equal(before, repository.Git("rev-parse", "HEAD"));
        Assert.Equal("", repository.Git("tag"));
        Assert.Equal("", repository.Git("status", "--porcelain"));
    }

    [Fact]
    public void A_release_is_pushed_with_its_tag()
    {
        Ready();
        var remote = Path.Combine(repository.Path, "..", "remote");
        repository.Git("clone", "--quiet", "--bare", ".", remote);
        repository.Git("remote", "add", "origin", remote);
        repository.Git("fetch", "--quiet");
        repository.Git("branch", "--set-upstream-to=origin/main");

        Assert.Equal(0, repository.Run("version", "release", "patch", "--push").Code);
        Assert.Equal(repository.Git("rev-parse", "HEAD"), repository.Git("--git-dir", remote, "rev-parse", "main"));
        Assert.Equal(repository.Git("rev-parse", "v0.0.1"), repository.Git("--git-dir", remote, "rev-parse", "v0.0.1"));
    }

    [Fact]
    public void A_release_behind_the_remote_is_refused()
    {
        Ready();
        var remote = Path.Combine(repository.Path, "..", "remote");
        repository.Git("clone", "--quiet", "--bare", ".", remote);
        repository.Git("remote", "add", "origin", remote);
        repository.Commit("Somebody else's");
        repository.Git("push", "--quiet", "--set-upstream", "origin", "main");
        repository.Git("reset", "--quiet", "--hard", "HEAD~1");
        Refused("main is behind origin/main", "patch");
    }

    [Fact]
    public void Changes_that_are_not_committed_are_refused()
    {
        Ready();
        repository.Write("new.txt", "not committed");
        Refused("changes that are not committed", "patch");
    }

    [Fact]
    public void Another_branch_is_refused()
    {
        Ready();
        repository.Git("switch", "--quiet", "--create", "feature");
        Refused("versions are made on main, this is feature", "patch");
        repository.Git("checkout", "--quiet", "--detach");
        Refused("versions are made on main, this is no branch", "patch");
    }

    [Fact]
    public void A_merge_since_the_last_version_is_refused()
    {
        repository.Git("tag", "v1.0.0");
        Ready();
        repository.Git("switch", "--quiet", "--create", "feature");
        repository.Commit("Aside");
        repository.Git("switch", "--quiet", "main");
        repository.Git("merge", "--quiet", "--no-ff", "--message", "Merge", "feature");
        Refused("merge commit since the last version", "patch");
    }

    [Fact]
    public void A_version_on_another_line_of_history_is_refused()
    {
        Ready();
        repository.Git("switch", "--quiet", "--create", "aside", "HEAD~1");
        repository.Commit("Aside");
        repository.Git("tag", "v3.0.0");
        repository.Git("switch", "--quiet", "main");
        Refused("history is not linear", "patch");
    }

    [Fact]
    public void A_commit_that_is_a_version_is_refused()
    {
        Ready();
        repository.Git("tag", "v1.0.0");
        Refused("this commit is version 1.0.0 already", "patch");
    }

    [Theory]
    [InlineData("# Changes\n", "no heading '## Unreleased'")]
    [InlineData("# Changes\n\n## Unreleased\n\n## 0.0.1 - 2026-01-01\n\n- Old\n", "lists nothing under Unreleased")]
    public void A_release_of_nothing_is_refused(string changelog, string reason)
    {
        repository.Write("CHANGELOG.md", changelog);
        repository.Commit("Changelog");
        Refused(reason, "patch");
    }

    [Theory]
    [InlineData("say what to do")]
    [InlineData("'sometime' is no part of a version", "next", "sometime")]
    [InlineData("--dry-run and --push belong to release", "current", "--push")]
    [InlineData("there is no option '--force'", "release", "patch", "--force")]
    [InlineData("'release' was not understood", "release")]
    public void What_is_not_understood_is_said(string reason, params string[] arguments)
    {
        var outcome = repository.Run("version", arguments);
        Assert.Equal(64, outcome.Code);
        Assert.Contains(reason, outcome.Complaint, StringComparison.Ordinal);
        Assert.Contains("next: scripts/version --help", outcome.Complaint, StringComparison.Ordinal);
    }

    private void Ready()
    {
        repository.Write("CHANGELOG.md", "# Changes\n\n## Unreleased\n\n- Something new\n");
        repository.Commit("Something new");
    }

    private void Refused(string reason, string part)
    {
        var before = (repository.Git("rev-parse", "HEAD"), repository.Git("tag"), repository.Git("status", "--porcelain"));
        var outcome = repository.Run("version", "release", part);
        Assert.Equal(1, outcome.Code);
        Assert.Contains(reason, outcome.Complaint, StringComparison.Ordinal);
        Assert.Contains("\n  next: ", outcome.Complaint, StringComparison.Ordinal);
        Assert.Equal(before, (repository.Git("rev-parse", "HEAD"), repository.Git("tag"), repository.Git("status", "--porcelain")));
    }
}
