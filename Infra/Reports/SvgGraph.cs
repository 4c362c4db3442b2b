using System.Globalization;
using System.Xml.Linq;

namespace Infra.Reports;

/// <summary>Components and what they use, as a picture. Colours follow the page that it stands in, or the reader's light or dark mode.</summary>
internal static class SvgGraph
{
    private const int Width = 236;
    private const int Height = 48;
    private const int ColumnGap = 70;
    private const int RowGap = 18;
    private const int Margin = 16;
    private const int LongestName = 26;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>Draws the graph of a document.</summary>
    public static string Of(PlanDocument document)
    {
        var graph = ComponentGraph.Of(document);
        var placed = GraphLayout.Place(graph);
        var places = placed.ToDictionary(node => node.Node.Key, node => (X: Margin + (node.Layer * (Width + ColumnGap)), Y: Margin + (int)(node.Row * (Height + RowGap))));
        var (width, height) = (places.Values.Select(place => place.X + Width).DefaultIfEmpty(0).Max() + Margin, places.Values.Select(place => place.Y + Height).DefaultIfEmpty(0).Max() + Margin);
        var picture = new XElement(
            Svg + "svg",
            new XAttribute("viewBox", $"0 0 {width} {height}"),
            new XAttribute("width", width),
            new XAttribute("height", height),
            new XAttribute("role", "img"),
            new XAttribute("aria-label", $"Components of {document.System} and what they use"),
            new XElement(Svg + "style", StaticFile.Read("graph.css")),
            new XElement(
                Svg + "defs",
                new XElement(
                    Svg + "marker",
                    Attributes(("id", "arrow"), ("viewBox", "0 0 8 8"), ("refX", "7"), ("refY", "4"), ("markerWidth", "7"), ("markerHeight", "7"), ("orient", "auto")),
                    new XElement(Svg + "path", Attributes(("class", "graph-arrow"), ("d", "M0 0 L8 4 L0 8 Z"))))),
            graph.Links.Select(link => Line(places[link.From], places[link.To])),
            placed.Select(node => Box(node.Node, places[node.Node.Key])));
        return picture.ToString(SaveOptions.DisableFormatting);
    }

    private static XElement Line((int X, int Y) from, (int X, int Y) to)
    {
        var (startX, startY, endX, endY) = (from.X + Width, from.Y + (Height / 2), to.X - 2, to.Y + (Height / 2));
        var bend = Math.Max(ColumnGap / 2, Math.Abs(endX - startX) / 2);
        return new(Svg + "path", Attributes(("class", "graph-link"), ("d", $"M{startX} {startY} C{startX + bend} {startY} {endX - bend} {endY} {endX} {endY}"), ("marker-end", "url(#arrow)")));
    }

    private static XElement Box(GraphNode node, (int X, int Y) place) => new(
        Svg + "g",
        new XElement(Svg + "title", $"{node.Name}: {node.Kind}, {node.Resources} resources"),
        new XElement(Svg + "rect", Attributes(("class", "graph-node"), ("x", $"{place.X}"), ("y", $"{place.Y}"), ("width", $"{Width}"), ("height", $"{Height}"), ("rx", "8"))),
        new XElement(Svg + "text", Attributes(("class", "graph-name"), ("x", $"{place.X + 12}"), ("y", $"{place.Y + 20}")), Shortened(node.Name)),
        new XElement(Svg + "text", Attributes(("class", "graph-kind"), ("x", $"{place.X + 12}"), ("y", $"{place.Y + 37}")), $"{node.Kind}, {node.Resources.ToString(CultureInfo.InvariantCulture)} {(node.Resources == 1 ? "resource" : "resources")}"));

    private static string Shortened(string name) => name.Length <= LongestName ? name : $"{name[..(LongestName - 1)]}…";

    private static XAttribute[] Attributes(params (string Name, string Value)[] attributes) => [.. attributes.Select(attribute => new XAttribute(attribute.Name, attribute.Value))];
}
