namespace Offline.Generator;

/// <summary>The facts hold something the generator does not know; guessing would make a stand-in that differs.</summary>
/// <param name="type">Full name of the type whose facts are at fault, or the file's top level.</param>
/// <param name="problem">What is wrong with them.</param>
public sealed class FactsException(string type, string problem) : Exception($"{type}: {problem}");
