using System.Collections.Immutable;
using System.Reflection;
using Pulumi.Testing;

namespace Pulumi;

public sealed partial class Deployment
{
    // One program at a time in a process: programs under test are not written to run beside each other. A run that only
    // waits for what its program left behind lets the next one begin, which may be what it waits for.
    private static readonly SemaphoreSlim s_turn = new(1, 1);

    /// <summary>Runs a stack against mocks.</summary>
    /// <typeparam name="TStack">The stack.</typeparam>
    /// <param name="mocks">Answers in the place of engine and providers.</param>
    /// <param name="serviceProvider">Where the stack is registered.</param>
    /// <param name="options">What the program sees as its surroundings.</param>
    /// <returns>All resources, the stack included, in the order of their registration.</returns>
    /// <exception cref="RunException">One thing went wrong.</exception>
    /// <exception cref="AggregateException">Several things went wrong.</exception>
    public static Task<ImmutableArray<Resource>> TestWithServiceProviderAsync<TStack>(
        IMocks mocks, IServiceProvider serviceProvider, TestOptions? options = null)
        where TStack : Stack
        => TestAsync(mocks, options, () =>
        {
            ArgumentNullException.ThrowIfNull(serviceProvider);
            var stack = serviceProvider.GetService(typeof(TStack)) as TStack ?? throw new InvalidOperationException(
                $"Failed to resolve instance of type {typeof(TStack)} from service provider. "
                + $"Register the type with the service provider before calling {nameof(RunAsync)}.");
            return CompletedStack(stack);
        });

    /// <summary>Runs a stack against mocks.</summary>
    /// <typeparam name="TStack">The stack.</typeparam>
    /// <param name="mocks">Answers in the place of engine and providers.</param>
    /// <param name="options">What the program sees as its surroundings.</param>
    /// <returns>All resources, the stack included, in the order of their registration.</returns>
    /// <exception cref="RunException">One thing went wrong.</exception>
    /// <exception cref="AggregateException">Several things went wrong.</exception>
    public static Task<ImmutableArray<Resource>> TestAsync<TStack>(IMocks mocks, TestOptions? options = null)
        where TStack : Stack, new()
        => TestAsync(mocks, options, () => CompletedStack(
            (Stack)Activator.CreateInstance(typeof(TStack), BindingFlags.DoNotWrapExceptions, null, null, null)!));

    /// <summary>Runs a function that creates resources against mocks.</summary>
    /// <param name="testMocks">Answers in the place of engine and providers.</param>
    /// <param name="testOptions">What the program sees as its surroundings.</param>
    /// <param name="createResources">Creates the resources and returns the outputs of the stack.</param>
    /// <returns>All resources except for the stack, in the order of their registration, and the outputs.</returns>
    /// <exception cref="RunException">One thing went wrong.</exception>
    /// <exception cref="AggregateException">Several things went wrong.</exception>
    public static async Task<(ImmutableArray<Resource> Resources, IDictionary<string, object?> Outputs)> TestAsync(
        IMocks testMocks, TestOptions testOptions, Func<Task<IDictionary<string, object?>>> createResources)
    {
        IDictionary<string, object?> outputs = new Dictionary<string, object?>();
        var resources = await TestAsync(testMocks, testOptions, async () =>
        {
            var stack = new TestStack();
            outputs = await createResources().ConfigureAwait(false);
            return stack;
        }).ConfigureAwait(false);
        return (resources.RemoveAll(resource => resource is TestStack), outputs);
    }

    /// <inheritdoc cref="TestAsync(IMocks, TestOptions, Func{Task{IDictionary{string, object?}}})"/>
    public static Task<(ImmutableArray<Resource> Resources, IDictionary<string, object?> Outputs)> TestAsync(
        IMocks testMocks, TestOptions testOptions, Func<IDictionary<string, object?>> createResources)
        => TestAsync(testMocks, testOptions, () => Task.FromResult(createResources()));

    /// <inheritdoc cref="TestAsync(IMocks, TestOptions, Func{Task{IDictionary{string, object?}}})"/>
    /// <returns>All resources except for the stack, in the order of their registration.</returns>
    public static async Task<ImmutableArray<Resource>> TestAsync(
        IMocks testMocks, TestOptions testOptions, Func<Task> createResources)
    {
        var (resources, _) = await TestAsync(testMocks, testOptions, async Task<IDictionary<string, object?>> () =>
        {
            await createResources().ConfigureAwait(false);
            return ImmutableDictionary<string, object?>.Empty;
        }).ConfigureAwait(false);
        return resources;
    }

    /// <inheritdoc cref="TestAsync(IMocks, TestOptions, Func{Task})"/>
    public static Task<ImmutableArray<Resource>> TestAsync(IMocks testMocks, TestOptions testOptions, Action createResources)
        => TestAsync(testMocks, testOptions, () =>
        {
            createResources();
            return Task.CompletedTask;
        });

    private static Task<Stack> CompletedStack(Stack stack) => Task.FromResult(stack);

    /// <summary>Runs one program. Async, so that what it sets for its flow of control ends with it.</summary>
    private static async Task<ImmutableArray<Resource>> TestAsync(IMocks mocks, TestOptions? options, Func<Task<Stack>> program)
    {
        if (s_current.Value is not null)
            throw new InvalidOperationException("Deployment.Instance should only be set once at the beginning of a 'Run' call.");

        var deployment = new Deployment(mocks, options);
        s_current.Value = deployment;
        await deployment.RunProgramAsync(program).ConfigureAwait(false);
        await deployment.Runner.WhenIdleAsync().ConfigureAwait(false);
        return deployment.Runner.Errors switch
        {
            [] => deployment._engine.Resources,
            [var only] => throw new RunException(only),
            var several => throw new AggregateException(several.Select(error => new RunException(error))),
        };
    }

    private async Task RunProgramAsync(Func<Task<Stack>> program)
    {
        await s_turn.WaitAsync().ConfigureAwait(false);
        try
        {
            var stack = await program().ConfigureAwait(false);
            stack.RegisterPropertyOutputs();
        }
#pragma warning disable CA1031 // Whatever goes wrong in a program is reported together with what else goes wrong.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Runner.Report(exception);
        }
        finally
        {
            s_turn.Release();
        }
    }
}
