using System.Text;

namespace Infra.Reports;

/// <summary>Components and what they use, as a Mermaid flowchart.</summary>
internal static class MermaidGraph
{
    /// <summary>Writes the graph of a document.</summary>
    public static string Of(PlanDocument document)
    {
        var graph = ComponentGraph.Of(document);
        var ids = graph.Nodes.Select((node, index) => (node.Key, Id: $"n{index}")).ToDictionary(entry => entry.Key, entry => entry.Id);
        var text = new StringBuilder("flowchart LR\n");
        foreach (var node in graph.Nodes)
        {
            text.Append($"  {ids[node.Key]}[\"{node.Name.Replace('"', '\'')}<br/>{node.Kind}, {node.Resources}\"]\n");
        }

        foreach (var link in graph.Links)
        {
            text.Append($"  {ids[link.From]} --> {ids[link.To]}\n");
        }

        return text.ToString();
    }
}
