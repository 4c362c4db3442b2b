using DocumentSearch.Http;

namespace DocumentSearch.Tests;

public sealed class UploadSpaceTests
{
    private const long Megabyte = 1024 * 1024;
    private long _free = 80 * Megabyte;

    [Fact]
    public async Task Uploads_begin_only_while_all_of_them_have_room_and_go_on_when_one_is_gone()
    {
        var space = new UploadSpace(() => _free, TimeProvider.System);
        var places = new List<UploadSpace.Place>();
        for (var upload = 0; upload < 5; upload++)
        {
            var place = await space.EnterAsync(14 * Megabyte, CancellationToken.None);
            places.Add(Assert.IsType<UploadSpace.Place>(place));
            // Half of it has arrived: neither counted twice nor forgotten.
            place!.Wrote(7 * (int)Megabyte);
            _free -= 7 * Megabyte;
        }

        var sixth = space.EnterAsync(14 * Megabyte, CancellationToken.None);
        await Task.Delay(300);
        Assert.False(sixth.IsCompleted);

        _free += 7 * Megabyte;
        places[0].Dispose();
        Assert.NotNull(await sixth.WaitAsync(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task Without_room_an_upload_is_told_so_after_a_while()
    {
        _free = 10 * Megabyte;
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        Assert.Null(await new UploadSpace(() => _free, TimeProvider.System).EnterAsync(14 * Megabyte, CancellationToken.None));
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds, 10, 25);
    }
}
