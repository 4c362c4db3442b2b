namespace Infra.Reports;

/// <summary>A component in a graph.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Resources">How many resources it is made of itself.</param>
internal sealed record GraphNode(string Key, string Name, string Kind, int Resources);

/// <summary>Components that are made of resources, and which of them uses which.</summary>
/// <param name="Nodes">The components, in the order of the plan.</param>
/// <param name="Links">Links between them, without those that follow from others.</param>
internal sealed record ComponentGraph(ImmutableArray<GraphNode> Nodes, ImmutableArray<ComponentLink> Links)
{
    /// <summary>The graph of a document.</summary>
    public static ComponentGraph Of(PlanDocument document)
    {
        var counts = document.Deployed.GroupBy(resource => resource.Parent).ToDictionary(group => group.Key, group => group.Count());
        ImmutableArray<GraphNode> nodes =
        [
            .. document.Resources.Where(resource => resource.IsComponent && counts.ContainsKey(resource.Key))
                .DistinctBy(resource => resource.Key)
                .Select(component => new GraphNode(component.Key, component.Name, component.Kind, counts[component.Key])),
        ];
        var known = nodes.Select(node => node.Key).ToHashSet(StringComparer.Ordinal);
        var direct = document.Links.Where(link => known.Contains(link.From) && known.Contains(link.To)).ToArray();
        return new(nodes, Reduced(direct));
    }

    /// <summary>Leaves out a link where a longer way leads to the same place: the picture says the same with fewer lines.</summary>
    private static ImmutableArray<ComponentLink> Reduced(ComponentLink[] links)
    {
        var next = links.ToLookup(link => link.From, link => link.To);
        bool Reaches(string from, string to, ComponentLink without)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal) { from };
            var open = new Queue<string>([from]);
            while (open.TryDequeue(out var key))
            {
                foreach (var other in next[key].Where(other => key != without.From || other != without.To))
                {
                    if (other == to)
                    {
                        return true;
                    }

                    if (seen.Add(other))
                    {
                        open.Enqueue(other);
                    }
                }
            }

            return false;
        }

        return [.. links.Where(link => !Reaches(link.From, link.To, link) || Reaches(link.To, link.From, link))];
    }
}
