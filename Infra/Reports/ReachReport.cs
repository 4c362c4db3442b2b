using System.Text.Encodings.Web;
using System.Text.Json;
using Infra.Facts.Reach;
using Infra.Settings;

namespace Infra.Reports;

/// <summary>Who may open a connection to whom in a plan, beside what its system declares.</summary>
/// <param name="Settings">The stack.</param>
/// <param name="Zones">Names for addresses.</param>
/// <param name="Connections">Every connection that may be opened.</param>
/// <param name="Excess">Those that nobody declares.</param>
/// <param name="Missing">What is declared and cannot be opened.</param>
internal sealed record ReachReport(StackSettings Settings, Zones Zones, ImmutableArray<Connection> Connections,
    ImmutableArray<Connection> Excess, ImmutableArray<Connection> Missing)
{
    private const int SchemaVersion = 1;

    /// <summary>Whether what may be opened is what is declared.</summary>
    public bool IsAsDeclared => Excess.IsEmpty && Missing.IsEmpty;

    /// <summary>The matrix as JSON, with the addresses of every name that stands for some.</summary>
    public string Json() => PlanJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", SchemaVersion);
        json.WriteString("stack", Settings.StackName);
        json.WriteString("system", Settings.System.Name);
        json.WriteString("topology", Settings.Topology.ToString().ToLowerInvariant());
        PlanJson.WriteAll(json, "connections", Connections, WriteConnection);
        PlanJson.WriteAll(json, "excess", Excess, WriteConnection);
        PlanJson.WriteAll(json, "missing", Missing, WriteConnection);
        json.WriteStartObject("addresses");
        foreach (var name in Connections.SelectMany(row => new[] { row.From, row.To }).Distinct().Order(StringComparer.Ordinal))
        {
            if (Zones.AddressesOf(name) is { IsEmpty: false } addresses)
            {
                json.WriteStartArray(name);
                foreach (var range in addresses.Ranges())
                {
                    json.WriteStringValue(range);
                }

                json.WriteEndArray();
            }
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);

    private static void WriteConnection(Utf8JsonWriter json, Connection row)
    {
        json.WriteString("from", row.From);
        json.WriteString("to", row.To);
        PlanJson.WriteAll(json, "ports", row.Ports.Ranges(), (writer, range) =>
        {
            writer.WriteString("protocol", range.Protocol.ToString().ToLowerInvariant());
            writer.WriteNumber("first", range.First);
            writer.WriteNumber("last", range.Last);
        });
    }
}
