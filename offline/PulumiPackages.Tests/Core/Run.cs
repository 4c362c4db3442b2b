using Pulumi.Testing;

namespace PulumiPackages.Tests.Core;

/// <summary>Runs pieces of a program.</summary>
internal static class Run
{
    /// <summary>Runs code inside a deployment and returns what it returns.</summary>
    public static async Task<T> InsideAsync<T>(bool preview, Func<Task<T>> code, IMocks? mocks = null)
    {
        T result = default!;
        await Deployment.TestAsync(mocks ?? new Recorder(), new TestOptions { IsPreview = preview }, async Task () => result = await code());
        return result;
    }

    /// <inheritdoc cref="InsideAsync{T}(bool, Func{Task{T}}, IMocks?)"/>
    public static Task InsideAsync(bool preview, Func<Task> code, IMocks? mocks = null)
        => Deployment.TestAsync(mocks ?? new Recorder(), new TestOptions { IsPreview = preview }, code);

    /// <summary>All messages of what a failing run throws.</summary>
    public static async Task<string> FailureAsync(Func<Task> run)
    {
        var exception = await Assert.ThrowsAnyAsync<Exception>(run);
        Assert.True(exception is RunException or AggregateException, exception.ToString());
        return exception.ToString();
    }
}
