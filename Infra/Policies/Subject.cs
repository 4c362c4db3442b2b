namespace Infra.Policies;

/// <summary>Something in a plan that a rule judges.</summary>
/// <param name="Resource">Name of the resource that a finding is about.</param>
/// <param name="Problems">What is wrong with it, a sentence each; empty ones do not count. They may be found out only when they are
/// asked for.</param>
public readonly record struct Subject(string Resource, params IEnumerable<string> Problems);
