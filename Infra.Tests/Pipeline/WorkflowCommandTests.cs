using System.Text.Json;

namespace Infra.Tests.Pipeline;

/// <summary>Commands of workflows, run as GitHub would, beside a gh that notes what it was asked for.</summary>
public sealed class WorkflowCommandTests : IDisposable
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";
    private readonly ScriptRepository repository = new();
    private readonly string temporary;

    public WorkflowCommandTests()
    {
        temporary = Directory.CreateDirectory(Path.Combine(repository.Path, "..", "temporary")).FullName;
        repository.Environment["RUNNER_TEMP"] = temporary;
        repository.Environment["GITHUB_OUTPUT"] = Path.Combine(temporary, "output");
        repository.Environment["REPOSITORY"] = "acme/infra";
        repository.Environment["REPORTS"] = Path.Combine(temporary, "reports");
        repository.Stand("gh", """
            for ((i = 1; i <= $#; i++)); do [[ ${!i} != --input && ${!i} != --body-file ]] || { j=$((i + 1)); cp "${!j}" "$RUNNER_TEMP/sent"; }; done
            [[ "$*" != *"/pulls"* ]] || printf '%s' "$PULLS"
            [[ "$*" != *"--paginate"* ]] || printf '%s' "$COMMENTS"
            [[ "$*" != "issue list"* ]] || printf '%s' "$ISSUES"
            """);
    }

    public void Dispose() => repository.Dispose();

    [Theory]
    [InlineData("""[{"number": 7, "head": {"sha": "0123456789abcdef0123456789abcdef01234567"}}]""", "7")]
    [InlineData("""[{"number": 7, "head": {"sha": "ffffffffffffffffffffffffffffffffffffffff"}}]""", "")]
    [InlineData("[]", "")]
    public void The_pull_request_is_the_one_that_GitHub_knows(string pulls, string number)
    {
        (repository.Environment["PULLS"], repository.Environment["OWNER"], repository.Environment["BRANCH"], repository.Environment["COMMIT"]) = (pulls, "stranger", "$(touch x); echo", Commit);
        var outcome = Run("preview-comment.yml", "Which pull request");
        Assert.True(outcome.Code == 0, outcome.Complaint);
        Assert.Equal($"number={number}\n", File.ReadAllText(Path.Combine(temporary, "output")));
        Assert.Contains("head=stranger:$(touch x); echo", repository.Calls, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_is_taken_for_text_that_anybody_may_have_written()
    {
        Report("plan/comment.md", "## Plan\n@everybody <!-- plan of the stacks --> \u001b[31mred\n" + new string('x', 100_000));
        Report("engine-dev/dev.md", "### pulumi preview, stack dev\n");
        Comments("[]");
        Assert.Equal(0, Run("preview-comment.yml", "Comment").Code);

        var body = Sent();
        Assert.StartsWith("<!-- plan of the stacks -->\n## Plan\n", body, StringComparison.Ordinal);
        Assert.DoesNotContain("@everybody", body, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', body);
        Assert.Single(body.Split("<!--")[1..]);
        Assert.Contains("stack dev", body, StringComparison.Ordinal);
        Assert.True(body.Length < 65_536, $"{body.Length} characters");
        Assert.Contains("gh api --method POST repos/acme/infra/issues/7/comments", repository.Calls, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_text_do_no_harm()
    {
        Report("plan/comment.md", "");
        File.WriteAllBytes(Path.Combine(temporary, "reports", "plan", "comment.md"), [.. "before "u8, 0xff, 0xfe, 0x00, .. " after"u8]);
        Comments("[]");
        Assert.Equal(0, Run("preview-comment.yml", "Comment").Code);
        Assert.Contains("before  after", Sent(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("github-actions[bot]", "PATCH repos/acme/infra/issues/comments/42")]
    [InlineData("stranger", "POST repos/acme/infra/issues/7/comments")]
    public void The_comment_is_kept_up_to_date_and_those_of_others_are_left_alone(string author, string call)
    {
        Report("plan/comment.md", "## Plan\n");
        Comments($$$"""[{"id": 41, "user": {"login": "github-actions[bot]"}, "body": "hello"}][{"id": 42, "user": {"login": "{{{author}}}"}, "body": "<!-- plan of the stacks -->\nold"}]""");
        Assert.Equal(0, Run("preview-comment.yml", "Comment").Code);
        Assert.Contains($"gh api --method {call}", repository.Calls, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_report_nothing_is_said()
    {
        Directory.CreateDirectory(Path.Combine(temporary, "reports"));
        Comments("[]");
        Assert.Equal(0, Run("preview-comment.yml", "Comment").Code);
        Assert.Equal("", repository.Calls);
    }

    [Theory]
    [InlineData("success", "[]", "difference", "")]
    [InlineData("success", """[{"number": 5, "title": "Drift of the stack prod"}]""", "", "issue close 5")]
    [InlineData("failure", "[]", "difference", "issue create --title Drift of the stack prod")]
    [InlineData("failure", """[{"number": 4, "title": "Drift of the stack dev"}, {"number": 5, "title": "Drift of the stack prod"}]""", "difference", "issue edit 5")]
    [InlineData("failure", "[]", "", "")]
    public void Drift_has_one_issue_for_each_stack(string outcome, string issues, string difference, string call)
    {
        (repository.Environment["OUTCOME"], repository.Environment["ISSUES"], repository.Environment["TITLE"], repository.Environment["RUN"]) = (outcome, issues, "Drift of the stack prod", "https://example.com/run");
        if (difference.Length > 0)
        {
            repository.Write("drift.md", difference);
        }

        Assert.Equal(0, Run("drift.yml", "One issue").Code);
        var calls = repository.Calls.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith("gh issue list", StringComparison.Ordinal)).ToList();
        if (call.Length == 0)
        {
            Assert.Empty(calls);
        }
        else
        {
            Assert.StartsWith($"gh {call}", Assert.Single(calls), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_image_gets_its_tags()
    {
        repository.Git("tag", "v1.2.3");
        repository.Environment["REGISTRY"] = "acme";
        var outcome = Run("deploy.yml", "Tags by version, date and commit");
        Assert.True(outcome.Code == 0, outcome.Complaint);
        var commit = repository.Git("rev-parse", "HEAD");
        Assert.Matches(
            $@"^repository=registry.digitalocean.com/acme/document-search\nversion=1\.2\.3\ncreated=[\dT:+-]+Z?\ntags<<END\n(?<image>registry.digitalocean.com/acme/document-search:)1\.2\.3\n\k<image>{commit}\n\k<image>\d{{4}}-\d\d-\d\d-{commit[..12]}\nEND\n$",
            File.ReadAllText(Path.Combine(temporary, "output")));
    }

    [Theory]
    [InlineData("success success success", 0)]
    [InlineData("success failure success", 1)]
    [InlineData("success skipped success", 1)]
    [InlineData("cancelled success success", 1)]
    public void Ci_passes_where_all_of_it_passed(string results, int code)
    {
        repository.Environment["RESULTS"] = results;
        Assert.Equal(code, Run("ci.yml", "All of them passed").Code);
    }

    private ScriptRepository.Outcome Run(string workflow, string step)
    {
        var found = Workflow.OfRepository().Single(file => Path.GetFileName(file.Name) == workflow);
        var command = Workflow.TextAt(found.Steps.Single(candidate => Workflow.TextAt(candidate.Step, "name") == step).Step, "run");
        Assert.NotEmpty(command);
        return repository.Shell(command);
    }

    private void Report(string file, string text)
    {
        var target = Path.Combine(temporary, "reports", file);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.WriteAllText(target, text);
    }

    private void Comments(string json) => (repository.Environment["COMMENTS"], repository.Environment["NUMBER"]) = (json, "7");

    private string Sent() => JsonDocument.Parse(File.ReadAllText(Path.Combine(temporary, "sent"))).RootElement.GetProperty("body").GetString()!;
}
