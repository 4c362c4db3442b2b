namespace Infra.Tests.Pipeline;

/// <summary>The report of a change, with a dotnet that writes what the test says in the place of the program.</summary>
public sealed class PlanReportTests : IDisposable
{
    private readonly ScriptRepository repository = new();

    public PlanReportTests() => repository.Stand("dotnet", """
        [[ $1 != build ]] || exit 0
        for ((i = 1; i <= $#; i++)); do [[ ${!i} != --out ]] || { j=$((i + 1)); out=${!j}; }; done
        case "$2" in
        preview) echo '{"version": "2.1.0"}' >"$out" ;;
        diff) [[ -z $DIFFERENCE ]] || cat "$DIFFERENCE" >"$out"; echo "reason" >&2; exit "${DIFF_ENDS:-0}" ;;
        esac
        """);

    public void Dispose() => repository.Dispose();

    [Fact]
    public void Both_stacks_are_in_one_comment()
    {
        Difference("✅ no changes\n");
        var outcome = Report();
        Assert.True(outcome.Code == 0, outcome.Complaint);
        Assert.Equal(["### Stack dev", "### Stack prod"], Comment().Split('\n').Where(line => line.StartsWith("### ", StringComparison.Ordinal)));
        Assert.Equal(["comment.md", "dev.sarif", "prod.sarif"], Directory.EnumerateFiles(Path.Combine(repository.Path, "report")).Select(Path.GetFileName).Order());
        Assert.DoesNotContain("Cut", Comment(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_report_is_cut_so_that_it_stays_Markdown()
    {
        Difference("<details><summary>Changes</summary>\n\n````diff\n" + string.Concat(Enumerable.Repeat("+ ünïcödé line ✅\n", 20_000)) + "````\n\n</details>\n");
        Assert.Equal(0, Report().Code);

        var comment = Comment();
        Assert.InRange(comment.Length, 30_000, 65_535);
        Assert.Equal(4, comment.Split('\n').Count(line => line.StartsWith("````", StringComparison.Ordinal)));
        Assert.Equal(comment.Split("<details>").Length, comment.Split("</details>").Length);
        Assert.DoesNotContain('\uFFFD', comment);
        Assert.Equal(2, comment.Split("*Cut: the whole is printed by*").Length - 1);
    }

    [Fact]
    public void A_refused_plan_fails_after_the_report_is_written()
    {
        Difference("❌ refused\n");
        repository.Environment["DIFF_ENDS"] = "1";
        Assert.Equal(1, Report().Code);
        Assert.Contains("❌ refused", Comment(), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_there_is_no_plan_the_reason_is_reported()
    {
        repository.Environment["DIFFERENCE"] = "";
        repository.Environment["DIFF_ENDS"] = "1";
        Assert.Equal(1, Report().Code);
        Assert.Contains("There is no plan:\n\n```\nreason\n```\n", Comment(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("give --base and --out")]
    [InlineData("git knows no commit 'nothing'", "--base", "nothing", "--out", "report")]
    public void What_is_not_understood_is_said(string reason, params string[] arguments)
    {
        var outcome = repository.Run("plan-report", arguments);
        Assert.Equal(64, outcome.Code);
        Assert.Contains(reason, outcome.Complaint, StringComparison.Ordinal);
    }

    private ScriptRepository.Outcome Report() => repository.Run("plan-report", "--base", "HEAD", "--out", "report");

    private string Comment() => repository.Read("report/comment.md");

    private void Difference(string text)
    {
        var file = Path.Combine(repository.Path, "..", "difference.md");
        File.WriteAllText(file, text);
        repository.Environment["DIFFERENCE"] = file;
    }
}
