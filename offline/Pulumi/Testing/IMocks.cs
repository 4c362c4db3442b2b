namespace Pulumi.Testing;

/// <summary>Answers in the place of engine and providers.</summary>
public interface IMocks
{
    /// <summary>Called for every resource that is registered or read, except for the stack.</summary>
    /// <returns>
    /// The id (null for components) and the state: values by wire name, as a map or as an object that can be serialised.
    /// </returns>
    Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args);

    /// <summary>Called for every call of a function or method.</summary>
    /// <returns>The result: values by wire name, as a map or as an object that can be serialised.</returns>
    Task<object> CallAsync(MockCallArgs args);

    /// <summary>Called when a component or the stack registers its outputs.</summary>
    Task RegisterResourceOutputs(MockRegisterResourceOutputsRequest args) => Task.CompletedTask;
}
