namespace Infra.Facts;

/// <summary>A line of a file.</summary>
/// <param name="File">The file, as it was named.</param>
/// <param name="Line">The line, from 1.</param>
public sealed record FilePlace(string File, int Line)
{
    /// <summary>File and line as compilers write them.</summary>
    public override string ToString() => $"{File}:{Line}";
}
