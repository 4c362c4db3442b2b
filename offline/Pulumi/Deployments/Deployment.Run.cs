namespace Pulumi;

public sealed partial class Deployment
{
    /// <summary>Runs a program whose resources are created by an action. Ends the program's <c>Main</c>.</summary>
    /// <param name="action">Creates the resources.</param>
    /// <returns>The exit code of the process.</returns>
    public static Task<int> RunAsync(Action action) => RefuseAsync();

    /// <summary>Runs a program whose resources are created by a function that returns the stack's outputs.</summary>
    /// <param name="func">Creates the resources.</param>
    /// <returns>The exit code of the process.</returns>
    public static Task<int> RunAsync(Func<IDictionary<string, object?>> func) => RefuseAsync();

    /// <summary>Runs a program whose resources are created by an asynchronous action.</summary>
    /// <param name="func">Creates the resources.</param>
    /// <returns>The exit code of the process.</returns>
    public static Task<int> RunAsync(Func<Task> func) => RefuseAsync();

    /// <summary>Runs a program whose resources are created by an asynchronous function that returns the stack's outputs.</summary>
    /// <param name="func">Creates the resources.</param>
    /// <param name="options">Settings that concern all resources.</param>
    /// <returns>The exit code of the process.</returns>
    public static Task<int> RunAsync(Func<Task<IDictionary<string, object?>>> func, StackOptions? options = null) => RefuseAsync();

    /// <summary>Runs a program whose resources are created by the constructor of a stack.</summary>
    /// <typeparam name="TStack">The stack.</typeparam>
    /// <returns>The exit code of the process.</returns>
    public static Task<int> RunAsync<TStack>()
        where TStack : Stack, new()
        => RefuseAsync();

    /// <summary>Runs a program whose resources are created by the constructor of a stack that takes services.</summary>
    /// <typeparam name="TStack">The stack.</typeparam>
    /// <param name="serviceProvider">Where the stack is registered.</param>
    /// <returns>The exit code of the process.</returns>
    public static Task<int> RunAsync<TStack>(IServiceProvider serviceProvider)
        where TStack : Stack
        => RefuseAsync();

    /// <summary>There is no engine to talk to, or there is one and this package cannot.</summary>
    private static Task<int> RefuseAsync()
    {
        var hasEngine = IsSet("PULUMI_MONITOR") && IsSet("PULUMI_ENGINE") && IsSet("PULUMI_PROJECT") && IsSet("PULUMI_STACK")
            && bool.TryParse(Environment.GetEnvironmentVariable("PULUMI_DRY_RUN"), out _)
            && bool.TryParse(Environment.GetEnvironmentVariable("PULUMI_QUERY_MODE"), out _)
            && int.TryParse(Environment.GetEnvironmentVariable("PULUMI_PARALLEL"), out _);

        return Task.FromException<int>(new InvalidOperationException(hasEngine
            ? "This program was built with the offline stand-ins for the Pulumi packages, which cannot talk to an engine; "
                + "build it with the MSBuild property PulumiPackages=nuget (for example by setting the environment variable "
                + "of that name) and run it again"
            : "Program run without the Pulumi engine available; re-run using the `pulumi` CLI"));

        static bool IsSet(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));
    }
}
