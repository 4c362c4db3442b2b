using Pulumi.Testing;

namespace Pulumi;

/// <summary>
/// Runs programs. The published package runs them against an engine or, in tests, against mocks; this one only does the
/// latter, and refuses to run under an engine.
/// </summary>
public sealed partial class Deployment
{
    private static readonly AsyncLocal<Deployment?> s_current = new();

    private readonly DeploymentInstance _instance;
    private readonly MockEngine _engine;
    private Stack? _stack;

    private Deployment(IMocks mocks, TestOptions? options)
    {
        IsDryRun = options?.IsPreview ?? true;
        StackName = options?.StackName ?? "stack";
        ProjectName = options?.ProjectName ?? "project";
        OrganizationName = options?.OrganizationName ?? "organization";
        RootDirectory = options?.RootDirectory ?? "rootDirectory";
        Configuration = Configuration.FromEnvironment();
        Runner = new Runner();
        _engine = new MockEngine(mocks, StackName, ProjectName);
        _instance = new DeploymentInstance(this);
    }

    /// <summary>
    /// The running deployment; an <see cref="InvalidOperationException"/> outside the functions passed to
    /// <see cref="RunAsync(Action)"/> and <see cref="TestAsync(IMocks, TestOptions, Action)"/>.
    /// </summary>
    public static DeploymentInstance Instance => InternalInstance._instance;

    internal static Deployment? Current => s_current.Value;

    internal static Deployment InternalInstance
        => s_current.Value ?? throw new InvalidOperationException("Trying to acquire Deployment.Instance before 'Run' was called.");

    internal string OrganizationName { get; }

    internal string ProjectName { get; }

    internal string StackName { get; }

    internal string RootDirectory { get; }

    internal bool IsDryRun { get; }

    internal Configuration Configuration { get; }

    internal Runner Runner { get; }

    internal Stack Stack
    {
        get => _stack ?? throw new InvalidOperationException("Trying to acquire Deployment.Stack before 'Run' was called.");
        set => _stack = value;
    }

    /// <summary>Whether the engine calls <see cref="InvokeTransform"/>s.</summary>
    public Task<bool> MonitorSupportsInvokeTransforms() => Task.FromResult(true);

    /// <summary>Whether the engine calls <see cref="ResourceHook"/>s.</summary>
    public Task<bool> MonitorSupportsResourceHooks() => Task.FromResult(true);

    /// <summary>Has the engine call a function before every call of a provider's function.</summary>
    public void RegisterInvokeTransform(InvokeTransform transform) => ArgumentNullException.ThrowIfNull(transform);

    /// <summary>Waits until everything registered so far has reached the engine.</summary>
    public Task AwaitPendingRegistrations() => Task.CompletedTask;

    /// <summary>Has the engine check that its version lies in a range. Without an engine every version does.</summary>
    public static Task RequirePulumiVersionAsync(string pulumiVersionRange)
    {
        ArgumentNullException.ThrowIfNull(pulumiVersionRange);
        _ = InternalInstance;
        return Task.CompletedTask;
    }

    /// <summary>Hooks are called by the engine only, so there is nothing to do for one.</summary>
    internal Task RegisterHook(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Task.CompletedTask;
    }

    internal void Log(LogSeverity severity, string message)
    {
        if (severity == LogSeverity.Error)
            Runner.Report(message);
    }
}
