namespace Infra.Reports;

/// <summary>A node with its place.</summary>
/// <param name="Node">The node.</param>
/// <param name="Layer">Column, 0 for what uses others and is used by nobody.</param>
/// <param name="Row">Position in its column, from the top.</param>
internal sealed record PlacedNode(GraphNode Node, int Layer, double Row);

/// <summary>Places nodes in columns, so that links point one way: each node stands right of everything that uses it.</summary>
internal static class GraphLayout
{
    private const int Sweeps = 8;

    /// <summary>Places the nodes of a graph.</summary>
    public static ImmutableArray<PlacedNode> Place(ComponentGraph graph)
    {
        var layers = Layers(graph);
        var columns = graph.Nodes.GroupBy(node => layers[node.Key]).OrderBy(group => group.Key).Select(group => group.ToList()).ToArray();
        Untangle(columns, graph);
        var tallest = columns.Length == 0 ? 0 : columns.Max(column => column.Count);
        return [.. columns.SelectMany((column, layer) => column.Select((node, row) => new PlacedNode(node, layer, row + ((tallest - column.Count) / 2.0))))];
    }

    /// <summary>The longest way to each node. A circle, should there be one, ends where it began.</summary>
    private static Dictionary<string, int> Layers(ComponentGraph graph)
    {
        var users = graph.Links.ToLookup(link => link.To, link => link.From);
        var layers = new Dictionary<string, int>(StringComparer.Ordinal);
        var open = new HashSet<string>(StringComparer.Ordinal);
        int LayerOf(string key)
        {
            if (layers.TryGetValue(key, out var known))
            {
                return known;
            }

            if (!open.Add(key))
            {
                return 0;
            }

            var layer = users[key].Select(user => LayerOf(user) + 1).DefaultIfEmpty(0).Max();
            open.Remove(key);
            return layers[key] = layer;
        }

        foreach (var node in graph.Nodes)
        {
            LayerOf(node.Key);
        }

        // Next to the nearest of what it uses: what is used by nobody would else stand at the far left, with long lines across the picture.
        var used = graph.Links.ToLookup(link => link.From, link => link.To);
        foreach (var node in graph.Nodes.OrderByDescending(node => layers[node.Key]))
        {
            layers[node.Key] = Math.Max(layers[node.Key], used[node.Key].Select(other => layers[other] - 1).DefaultIfEmpty(layers[node.Key]).Min());
        }

        // What has no links at all stands together in the last column.
        var last = layers.Values.DefaultIfEmpty(0).Max();
        var linked = graph.Links.SelectMany(link => new[] { link.From, link.To }).ToHashSet(StringComparer.Ordinal);
        foreach (var node in graph.Nodes.Where(node => !linked.Contains(node.Key)))
        {
            layers[node.Key] = last;
        }

        return layers;
    }

    /// <summary>Orders each column by the middle of its neighbours, to and fro, until lines cross less.</summary>
    private static void Untangle(List<GraphNode>[] columns, ComponentGraph graph)
    {
        var neighbours = graph.Links.SelectMany(link => new[] { (link.From, link.To), (From: link.To, To: link.From) }).ToLookup(pair => pair.From, pair => pair.To);
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var order = sweep % 2 == 0 ? Enumerable.Range(1, Math.Max(0, columns.Length - 1)) : Enumerable.Range(0, Math.Max(0, columns.Length - 1)).Reverse();
            foreach (var index in order)
            {
                var fixedColumns = sweep % 2 == 0 ? columns[..index] : columns[(index + 1)..];
                var rows = fixedColumns.SelectMany(column => column.Select((node, row) => (node.Key, Row: (row + 0.5) / column.Count))).ToDictionary(entry => entry.Key, entry => entry.Row);
                columns[index] =
                [
                    .. columns[index].Select((node, row) => (Node: node, Own: (row + 0.5) / columns[index].Count))
                        .OrderBy(entry => neighbours[entry.Node.Key].Where(rows.ContainsKey).Select(key => rows[key]).DefaultIfEmpty(entry.Own).Average())
                        .Select(entry => entry.Node),
                ];
            }
        }
    }
}
