namespace DocumentSearch.Http;

/// <summary>Bounds how many uploads are looked through at the same time: expanding and hashing take processor time that searches need.</summary>
public sealed class UploadGate(int places) : IDisposable
{
    private readonly SemaphoreSlim _semaphore = new(places, places);

    /// <summary>Waits for a place; dispose to leave.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellation)
    {
        await _semaphore.WaitAsync(cancellation);
        return new Place(_semaphore);
    }

    /// <inheritdoc />
    public void Dispose() => _semaphore.Dispose();

    private sealed class Place(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }
}
