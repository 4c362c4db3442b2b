using System.Net;
using System.Net.Sockets;

namespace DocumentSearch.IntegrationTests;

/// <summary>Carries connections to a port of this machine, until it loses what is sent through those that are open: nobody is told, as when packets are dropped.</summary>
public sealed class Cable : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly List<TcpClient> _ends = [];
    private readonly Task _accepting;
    private volatile CancellationTokenSource _lost = new();

    public Cable(int target)
    {
        _listener.Start();
        _accepting = AcceptAsync(target);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What is open carries nothing from now on; what is opened later works.</summary>
    public void LosePackets() => Interlocked.Exchange(ref _lost, new CancellationTokenSource()).Cancel();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        foreach (var end in _ends)
            end.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync(int target)
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                var near = await _listener.AcceptTcpClientAsync(_end.Token);
                var far = new TcpClient();
                _ends.AddRange([near, far]);
                await far.ConnectAsync(IPAddress.Loopback, target, _end.Token);
                var lost = _lost.Token;
                _ = CarryAsync(near, far, lost);
                _ = CarryAsync(far, near, lost);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private static async Task CarryAsync(TcpClient from, TcpClient to, CancellationToken lost)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream(), lost);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Lost, or the test is over.
        }
    }
}
