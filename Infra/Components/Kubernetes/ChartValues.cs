namespace Infra.Components.Kubernetes;

/// <summary>Values of charts, which are maps of maps.</summary>
internal static class ChartValues
{
    /// <summary>A map.</summary>
    public static Dictionary<string, object> Map(params (string Name, object Value)[] entries) => entries.ToDictionary(entry => entry.Name, entry => entry.Value);

    /// <summary>Requests and limits of a container.</summary>
    public static Dictionary<string, object> Resources(string cpu, string memory, string cpuLimit, string memoryLimit) => Map(
        ("requests", Map(("cpu", cpu), ("memory", memory))),
        ("limits", Map(("cpu", cpuLimit), ("memory", memoryLimit))));

    /// <summary>A claim for a volume, as the operators' custom resources take it.</summary>
    public static Dictionary<string, object> Claim(string storage) => Map(
        ("accessModes", new object[] { "ReadWriteOnce" }),
        ("storageClassName", "do-block-storage"),
        ("resources", Map(("requests", Map(("storage", storage))))));
}
