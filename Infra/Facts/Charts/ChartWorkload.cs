namespace Infra.Facts.Charts;

/// <summary>A part of a chart that runs pods, by the places of its values. A place is a path of names with points between them.</summary>
/// <param name="Name">What the part is called.</param>
/// <param name="Resources">Places of requests and limits, one for each kind of container; none where a pod template holds them.</param>
internal sealed record ChartWorkload(string Name, params ImmutableArray<string> Resources)
{
    /// <summary>Place of what turns the part on; empty where it is always on.</summary>
    public string Switch { get; init; } = "";

    /// <summary>Place of a list of sets, of which each has places of its own below; empty where there is one set only.</summary>
    public string Sets { get; init; } = "";

    /// <summary>Place of the number of instances; empty where the chart does not ask.</summary>
    public string Instances { get; init; } = "";

    /// <summary>Fewest instances in production.</summary>
    public int Fewest { get; init; } = 1;

    /// <summary>Place of the pod template from which an operator makes the pods; empty where the chart makes them itself.</summary>
    public string Template { get; init; } = "";

    /// <summary>Container of the template that is the program; the operator adds what the template does not say of it.</summary>
    public string Container { get; init; } = "";

    /// <summary>Where its data is kept; null where it has none to keep.</summary>
    public ChartStore? Store { get; init; }

    /// <summary>Places of annotations of its pods that change with what they read only when they start; empty where there is no such
    /// thing.</summary>
    public string Fingerprints { get; init; } = "";

    /// <summary>Whether it looks at its node, so that its namespace has to be privileged.</summary>
    public bool ReadsNode { get; init; }

    /// <summary>Place of the namespace that the part goes to instead of the release's; empty where there is no such value.</summary>
    public string Namespace { get; init; } = "";
}

/// <summary>Where a part of a chart keeps its data.</summary>
/// <param name="Form">How the claim is written.</param>
/// <param name="Place">Place of the claim, or of the list of claims.</param>
/// <param name="Name">Name that the operator knows the claim by, where it stands in a list.</param>
internal sealed record ChartStore(ChartStoreForm Form, string Place, string Name = "");

/// <summary>How a chart writes the claim of a volume.</summary>
internal enum ChartStoreForm
{
    /// <summary>A map with <c>spec</c>, as a PersistentVolumeClaim has.</summary>
    Template,

    /// <summary>A list of such maps with names.</summary>
    Templates,

    /// <summary>A map with <c>enabled</c>, <c>size</c>, <c>storageClassName</c> and <c>accessModes</c>.</summary>
    Persistence,
}

/// <summary>A claim among the values of a chart.</summary>
/// <param name="Class">Storage class; empty where the cluster's own is taken.</param>
/// <param name="AccessModes">How nodes may mount it.</param>
/// <param name="Size">Size; empty where none is said.</param>
internal sealed record ChartClaim(string Class, ImmutableArray<string> AccessModes, string Size);
