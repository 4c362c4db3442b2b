namespace Infra.Bench;

/// <summary>One line of the table.</summary>
/// <param name="Measure">What was measured, and how often.</param>
/// <param name="Value">The figure with its unit.</param>
/// <param name="Bound">What it has to keep; a dash where it only informs.</param>
/// <param name="Kept">Whether it does.</param>
internal sealed record Result(string Measure, string Value, string Bound, bool Kept);
