namespace PulumiPackages.Tests.Core;

/// <summary>A component.</summary>
internal sealed class Group : ComponentResource
{
    public Group(string name, ComponentResourceOptions? options = null)
        : base("sample:index:Group", name, options)
    {
    }

    [Output("greeting")]
    public Output<string> Greeting { get; private set; } = null!;

    [Output]
    public Output<int> Total { get; private set; } = null!;

    public Output<string> Unregistered { get; } = Output.Create("here");

    public void Finish(Output<string> greeting, Output<int> total)
    {
        Greeting = greeting;
        Total = total;
        RegisterOutputs();
    }

    public void Finish(IDictionary<string, object?> outputs) => RegisterOutputs(outputs);

    public void Finish(Task<IDictionary<string, object?>> outputs) => RegisterOutputs(outputs);

    public void Finish(Output<IDictionary<string, object?>> outputs) => RegisterOutputs(outputs);
}
