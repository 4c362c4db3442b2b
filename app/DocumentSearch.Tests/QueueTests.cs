using DocumentSearch.Queue;

namespace DocumentSearch.Tests;

public sealed class QueueTests
{
    private static readonly Guid Id = new("0197a3c4-0000-7000-8000-000000000001");

    public static TheoryData<JobKind, string, string> Jobs => new()
    {
        { JobKind.Process, "process:0197a3c4-0000-7000-8000-000000000001", QueueName.DocumentProcessing },
        { JobKind.Reembed, "reembed:0197a3c4-0000-7000-8000-000000000001", QueueName.DocumentProcessing },
        { JobKind.DeleteFile, "delete-file:0197a3c4-0000-7000-8000-000000000001", QueueName.CleanupTasks },
    };

    [Theory]
    [MemberData(nameof(Jobs))]
    public void A_job_is_its_name(JobKind kind, string name, string queue)
    {
        var job = new Job(kind, Id);
        Assert.Equal(name, job.Name);
        Assert.Equal(queue, job.Queue);
        Assert.True(Job.TryParse(name, out var parsed));
        Assert.Equal(job, parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("process:")]
    [InlineData("process:1")]
    [InlineData("explode:0197a3c4-0000-7000-8000-000000000001")]
    public void A_name_of_another_version_is_not_guessed_at(string name) => Assert.False(Job.TryParse(name, out _));

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(4, 16)]
    [InlineData(50, 900)]
    public void Pauses_double_up_to_a_quarter_of_an_hour(int attempt, double seconds)
    {
        Assert.Equal(seconds, RetryBackoff.After(TimeSpan.FromSeconds(2), attempt, random: 0).TotalSeconds);
        Assert.Equal(seconds * 1.1, RetryBackoff.After(TimeSpan.FromSeconds(2), attempt, random: 1).TotalSeconds, precision: 6);
    }
}
