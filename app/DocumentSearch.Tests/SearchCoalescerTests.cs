using DocumentSearch.Search;

namespace DocumentSearch.Tests;

/// <summary>Who asks the same at the same time waits for one search.</summary>
public sealed class SearchCoalescerTests
{
    private static readonly SearchCoalescer<string>.Question Asked = new("client", "key", "1");

    private readonly SearchCoalescer<string> _coalescer = new();
    private readonly TaskCompletionSource<string> _search = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _runs;

    [Fact]
    public async Task Many_who_ask_the_same_wait_for_one_search()
    {
        var requests = Enumerable.Range(0, 20).Select(_ => AskAsync(Asked)).ToArray();
        _search.SetResult("answer");

        Assert.All(await Task.WhenAll(requests), answer => Assert.Equal("answer", answer));
        Assert.Equal(1, _runs);

        await AskAsync(Asked);
        Assert.Equal(2, _runs);
    }

    [Fact]
    public async Task Another_client_or_question_or_a_changed_corpus_is_another_search()
    {
        var requests = new[] { Asked, Asked with { Client = "other" }, Asked with { Key = "other" }, Asked with { Generation = "2" } }
            .Select(question => AskAsync(question)).ToArray();
        _search.SetResult("answer");

        await Task.WhenAll(requests);
        Assert.Equal(4, _runs);
    }

    [Fact]
    public async Task Who_leaves_first_takes_nothing_from_the_others()
    {
        using var leaves = new CancellationTokenSource();
        var first = AskAsync(Asked, leaves.Token);
        var second = AskAsync(Asked);
        await leaves.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.False(_ended.Task.IsCompleted);
        _search.SetResult("answer");
        Assert.Equal("answer", await second);
    }

    [Fact]
    public async Task A_search_that_nobody_waits_for_any_more_ends_and_the_next_is_a_new_one()
    {
        using var leaves = new CancellationTokenSource();
        var requests = new[] { AskAsync(Asked, leaves.Token), AskAsync(Asked, leaves.Token) };
        await leaves.CancelAsync();

        foreach (var request in requests)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await _ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
        _search.SetResult("answer");
        Assert.Equal("answer", await AskAsync(Asked));
        Assert.Equal(2, _runs);
    }

    [Fact]
    public async Task A_failure_is_everybodys_and_not_kept()
    {
        var requests = new[] { AskAsync(Asked), AskAsync(Asked) };
        _search.SetException(new TimeoutException("away"));

        foreach (var request in requests)
            await Assert.ThrowsAsync<TimeoutException>(() => request);
        Assert.Equal("back", await _coalescer.RunAsync(Asked, _ => Task.FromResult("back"), CancellationToken.None));
    }

    private Task<string> AskAsync(SearchCoalescer<string>.Question question, CancellationToken cancellation = default)
        => _coalescer.RunAsync(
            question,
            end =>
            {
                Interlocked.Increment(ref _runs);
                end.Register(() => _ended.TrySetResult());
                return _search.Task.WaitAsync(end);
            },
            cancellation);
}
