namespace Infra.Systems;

/// <summary>A share of processor time.</summary>
/// <param name="Millicores">Thousandths of one core; 1,000 is one core.</param>
public readonly record struct Cpu(int Millicores)
{
    /// <summary>Whole or fractional cores.</summary>
    /// <param name="count">How many; 0.25 is a quarter of one core's time.</param>
    public static Cpu Cores(double count) => new((int)Math.Round(count * 1000));

    /// <summary>The share as a Kubernetes quantity: <c>250m</c>, <c>2</c>.</summary>
    public override string ToString() => Millicores % 1000 == 0 ? $"{Millicores / 1000}" : $"{Millicores}m";
}
