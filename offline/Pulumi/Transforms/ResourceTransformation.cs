namespace Pulumi;

/// <summary>Called in the constructor of a resource; may replace its arguments and options. Null leaves them alone.</summary>
public delegate ResourceTransformationResult? ResourceTransformation(ResourceTransformationArgs args);
