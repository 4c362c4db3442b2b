using System.Reflection;

namespace Pulumi;

/// <summary>Keeps track of work that is under way, and of everything that goes wrong.</summary>
internal sealed class Runner
{
    private readonly Lock _lock = new();
    private readonly HashSet<Exception> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly List<string> _errors = [];
    private readonly Action<Task> _onCompleted;
    private TaskCompletionSource? _idle;
    private int _active;

    public Runner()
        => _onCompleted = OnCompleted;

    /// <summary>What went wrong so far, in the order it was noticed.</summary>
    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_lock)
                return [.. _errors];
        }
    }

    /// <summary>Has the run wait for a task, and fail if the task does.</summary>
    public void Track(Task task)
    {
        if (task.IsCompleted)
        {
            ReportFailure(task);
            return;
        }

        lock (_lock)
            _active++;

        task.ContinueWith(_onCompleted, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Reports a failure. One that reaches the run along several ways counts once.</summary>
    public void Report(Exception exception)
    {
        lock (_lock)
        {
            if (_seen.Add(exception))
                _errors.Add(Describe(exception));
        }
    }

    /// <summary>Reports an error the program logged.</summary>
    public void Report(string message)
    {
        lock (_lock)
            _errors.Add(message);
    }

    /// <summary>Completes when nothing is under way any more.</summary>
    public Task WhenIdleAsync()
    {
        lock (_lock)
        {
            if (_active == 0)
                return Task.CompletedTask;

            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    private static string Describe(Exception exception) => exception switch
    {
        RunException => exception.Message,
        ResourceException { HideStack: true } => exception.Message,
        ResourceException => exception.ToString(),
        _ => $"Running program '{Assembly.GetEntryAssembly()?.Location}' failed with an unhandled exception:\n{exception}",
    };

    private void OnCompleted(Task task)
    {
        ReportFailure(task);
        lock (_lock)
        {
            if (--_active == 0)
            {
                _idle?.SetResult();
                _idle = null;
            }
        }
    }

    private void ReportFailure(Task task)
    {
        if (task.Exception is { } failure)
        {
            foreach (var exception in failure.InnerExceptions)
                Report(exception);
        }
        else if (task.IsCanceled)
        {
            Report(new TaskCanceledException(task));
        }
    }
}
