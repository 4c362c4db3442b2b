using Pulumi.Serialization;

namespace Pulumi;

/// <summary>The root of all resources of a program. Derive from it and create the resources in the constructor.</summary>
public class Stack : ComponentResource
{
    internal const string RootType = "pulumi:pulumi:Stack";

    /// <summary>Creates the stack of the running deployment.</summary>
    /// <param name="options">Settings that concern all of its resources.</param>
    public Stack(StackOptions? options = null)
        : base(RootType, $"{Deployment.Instance.ProjectName}-{Deployment.Instance.StackName}", Convert(options))
        => Deployment.InternalInstance.Stack = this;

    /// <summary>Checks that every output has a value of the right type, and registers them.</summary>
    internal void RegisterPropertyOutputs()
    {
        var outputs = MarkedProperties.Of(GetType()).Read(this);
        var unassigned = outputs.Where(output => output.Value is null).Select(output => output.Key).ToList();
        if (unassigned.Count > 0)
        {
            throw new RunException(
                $"Output(s) '{string.Join(", ", unassigned)}' have no value assigned. "
                + "[Output] attributed properties must be assigned inside Stack constructor.");
        }

        var others = outputs.Where(output => output.Value is not IOutput).Select(output => output.Key).ToList();
        if (others.Count > 0)
            throw RunException.OutputsHaveIncorrectType(others);

        RegisterOutputs(outputs);
    }

    private static ComponentResourceOptions? Convert(StackOptions? options) => options is null ? null : new()
    {
        ResourceTransformations = options.ResourceTransformations,
        ResourceTransforms = options.ResourceTransforms,
    };
}
