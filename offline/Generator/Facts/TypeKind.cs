namespace Offline.Generator.Facts;

/// <summary>What a public type of a provider package is for.</summary>
public enum TypeKind
{
    /// <summary>A resource the program creates.</summary>
    Resource,

    /// <summary>The provider itself, as a resource.</summary>
    Provider,

    /// <summary>Arguments of a resource or a function, at any depth.</summary>
    Arguments,

    /// <summary>A structured value that comes back.</summary>
    Result,

    /// <summary>A function of the provider: a static class with Invoke methods.</summary>
    Function,

    /// <summary>A closed set of values.</summary>
    Enumeration,
}
