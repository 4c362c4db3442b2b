namespace Infra.Facts.Pods;

/// <summary>What an API server would refuse to read as a pod.</summary>
/// <param name="message">Whose it is, and what cannot be read.</param>
/// <param name="inner">What the reader said.</param>
internal sealed class PodException(string message, Exception inner) : Exception(message, inner);
