namespace Pulumi;

/// <summary>A function the engine calls before or after an operation on a resource.</summary>
public class ResourceHook
{
    /// <summary>Registers the function with the running deployment.</summary>
    /// <param name="name">A name that is unique in the program.</param>
    /// <param name="callback">What to run.</param>
    /// <param name="options">When to run it.</param>
    public ResourceHook(string name, ResourceHookCallback callback, ResourceHookOptions? options = null)
        : this(name, callback, options ?? new(), Deployment.InternalInstance.RegisterHook(name))
    {
    }

    /// <summary>For hooks that are registered in another way.</summary>
    /// <param name="name">A name that is unique in the program.</param>
    /// <param name="callback">What to run.</param>
    /// <param name="options">When to run it.</param>
    /// <param name="registered">Completes when the hook is registered.</param>
    protected ResourceHook(string name, ResourceHookCallback callback, ResourceHookOptions options, Task registered)
    {
        Name = name;
        Callback = callback;
        Options = options ?? new();
        Registered = registered;
    }

    /// <summary>A name that is unique in the program.</summary>
    public string Name { get; }

    /// <summary>What runs.</summary>
    public ResourceHookCallback Callback { get; }

    /// <summary>When it runs.</summary>
    public ResourceHookOptions Options { get; }

    internal Task Registered { get; }
}
