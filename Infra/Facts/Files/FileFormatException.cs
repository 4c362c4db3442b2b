namespace Infra.Facts.Files;

/// <summary>A file that its own program would refuse to read.</summary>
/// <param name="line">Line of the fault, from 1.</param>
/// <param name="message">What is wrong.</param>
internal sealed class FileFormatException(int line, string message) : Exception(message)
{
    /// <summary>Line of the fault, from 1.</summary>
    public int Line { get; } = line;
}
