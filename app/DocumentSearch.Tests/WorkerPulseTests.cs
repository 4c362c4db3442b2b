using DocumentSearch.Queue;

namespace DocumentSearch.Tests;

public sealed class WorkerPulseTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void A_stuck_job_is_seen_however_busy_the_other_slot_is()
    {
        var pulse = new WorkerPulse(_clock);
        pulse.Begin("stuck");
        for (var minute = 0; minute < 20; minute++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            pulse.Beat();
            pulse.Begin("other");
            pulse.End("other");
        }

        Assert.Equal(TimeSpan.FromMinutes(20), pulse.Age);
        pulse.End("stuck");
        Assert.Equal(TimeSpan.Zero, pulse.Age);
    }

    [Fact]
    public void A_loop_that_stopped_is_seen_without_any_job()
    {
        var pulse = new WorkerPulse(_clock);
        _clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(TimeSpan.FromMinutes(16), pulse.Age);
    }
}
