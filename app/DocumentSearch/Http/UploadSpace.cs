namespace DocumentSearch.Http;

/// <summary>
/// Room for uploads in the temporary directory: an upload begins only when its whole length has room beside what the others have still to
/// send, so that none of them meets a full disk half-way. Those that find none wait a moment.
/// </summary>
/// <param name="free">Bytes that are free in the temporary directory.</param>
/// <param name="clock">The clock of the wait.</param>
public sealed class UploadSpace(Func<long> free, TimeProvider clock)
{
    // Seconds: longer than an upload of the largest size takes in a data centre, shorter than a client waits.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    // What the file system needs beside the bytes.
    private const long Reserve = 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly HashSet<Place> _places = [];

    /// <summary>The room in the directory that files of this process are spooled to.</summary>
    public static UploadSpace OfTemporaryDirectory(TimeProvider clock) => new(() => new DriveInfo(Path.GetTempPath()).AvailableFreeSpace, clock);

    /// <summary>Waits for room.</summary>
    /// <param name="length">Bytes of the upload, or the most it may have where it does not say.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>The place; dispose it when the spooled file is gone. Null when there is no room.</returns>
    public async Task<Place?> EnterAsync(long length, CancellationToken cancellation)
    {
        var start = clock.GetTimestamp();
        while (true)
        {
            if (TryEnter(length) is { } place)
                return place;
            if (clock.GetElapsedTime(start) >= Patience)
                return null;
            await Task.Delay(Poll, clock, cancellation);
        }
    }

    private Place? TryEnter(long length)
    {
        lock (_gate)
        {
            // What others have written is not free any more; what they have still to write must stay free.
            if (length + _places.Sum(other => other.Outstanding) + Reserve > free())
                return null;
            var place = new Place(this, length);
            _places.Add(place);
            return place;
        }
    }

    /// <summary>The room of one upload.</summary>
    public sealed class Place(UploadSpace space, long length) : IDisposable
    {
        private long _written;

        internal long Outstanding => Math.Max(0, length - Interlocked.Read(ref _written));

        /// <summary>Says that bytes arrived.</summary>
        public void Wrote(int bytes) => Interlocked.Add(ref _written, bytes);

        /// <inheritdoc />
        public void Dispose()
        {
            lock (space._gate)
                space._places.Remove(this);
        }
    }
}
