namespace Infra.Facts.Charts;

/// <summary>What a chart reads among its values, as far as somebody asks.</summary>
/// <param name="Name">Name of the chart.</param>
internal sealed record ChartDefinition(string Name)
{
    /// <summary>The chart's own values, by place: what counts where a release says nothing.</summary>
    public ImmutableDictionary<string, object> Defaults { get; init; } = ImmutableDictionary<string, object>.Empty;

    /// <summary>Parts that run pods.</summary>
    public ImmutableArray<ChartWorkload> Workloads { get; init; } = [];

    /// <summary>Values that have to be what they are here.</summary>
    public ImmutableArray<ChartSwitch> Switches { get; init; } = [];

    /// <summary>Secrets that a value names.</summary>
    public ImmutableArray<ChartSecret> Secrets { get; init; } = [];

    /// <summary>Services that the chart, or the operator that it is for, makes.</summary>
    public Func<ChartRelease, IEnumerable<ChartService>> Services { get; init; } = _ => [];

    /// <summary>Secrets that the operator makes, each with its keys.</summary>
    public Func<ChartRelease, IEnumerable<(string Name, ImmutableArray<string> Keys)>> OwnSecrets { get; init; } = _ => [];
}

/// <summary>A value that has to be on, or off.</summary>
/// <param name="Place">Its place.</param>
/// <param name="Wanted">What it has to be.</param>
/// <param name="Otherwise">What happens otherwise, as the predicate of a sentence about the release.</param>
internal sealed record ChartSwitch(string Place, bool Wanted, string Otherwise)
{
    /// <summary>Kind of object for which it matters; empty where it always does.</summary>
    public string Kind { get; init; } = "";
}

/// <summary>A Secret that a value names.</summary>
/// <param name="Place">Place of the Secret's name.</param>
/// <param name="Keys">Places of the keys that are read, or keys themselves after <c>=</c>.</param>
/// <param name="Otherwise">What happens without it, as the predicate of a sentence about the release.</param>
internal sealed record ChartSecret(string Place, ImmutableArray<string> Keys, string Otherwise)
{
    /// <summary>Place of what makes the chart look at it; empty where it always does.</summary>
    public string Switch { get; init; } = "";
}

/// <summary>A Service that a chart or an operator makes in the release's namespace.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Ports">Its ports.</param>
/// <param name="HasTls">Whether it speaks TLS only.</param>
internal sealed record ChartService(string Name, ImmutableArray<int> Ports, bool HasTls = false);
