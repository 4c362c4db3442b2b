namespace Pulumi.Testing;

/// <summary>The stack of a program that is a function; it is not among the resources a test gets.</summary>
internal sealed class TestStack : Stack;
