namespace Pulumi;

/// <summary>An input whose type argument does not matter to the caller.</summary>
internal interface IInput
{
    IOutput ToOutput();
}
