using Pulumi;

namespace Infra.Components.Cloud;

/// <summary>Questions to a provider. One that fails ends the deployment with a sentence, not with the place in the program where it was asked.</summary>
internal static class LookUp
{
    /// <summary>Asks as soon as the key is known.</summary>
    /// <param name="key">What is asked for.</param>
    /// <param name="ask">The question.</param>
    /// <param name="failure">What went wrong, and what to do.</param>
    public static Output<T> Of<T>(Output<string> key, Func<string, Task<T>> ask, string failure) => key.Apply(known => AskAsync(() => ask(known), failure));

    /// <summary>Asks now.</summary>
    /// <param name="ask">The question.</param>
    /// <param name="failure">What went wrong, and what to do.</param>
    /// <exception cref="RunException">The question failed: the engine shows the message and nothing else.</exception>
    public static async Task<T> AskAsync<T>(Func<Task<T>> ask, string failure)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (e is not RunException)
        {
            throw new RunException($"{failure} ({e.Message.Split('\n')[0].Trim()})");
        }
    }
}
