namespace Pulumi;

/// <summary>A function the engine calls when an operation on a resource fails.</summary>
public class ErrorHook
{
    /// <summary>Registers the function with the running deployment.</summary>
    /// <param name="name">A name that is unique in the program.</param>
    /// <param name="callback">What to run.</param>
    public ErrorHook(string name, ErrorHookCallback callback)
    {
        Name = name;
        Callback = callback;
        Registered = Deployment.InternalInstance.RegisterHook(name);
    }

    /// <summary>A name that is unique in the program.</summary>
    public string Name { get; }

    /// <summary>What runs.</summary>
    public ErrorHookCallback Callback { get; }

    internal Task Registered { get; }
}
