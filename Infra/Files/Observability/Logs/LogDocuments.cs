using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Systems;

namespace Infra.Files.Observability.Logs;

/// <summary>What Elasticsearch and Kibana are told about the logs of a system.</summary>
internal static class LogDocuments
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Name of policy and template, and beginning of the data stream's.</summary>
    public static string Name(string system) => $"logs-{Part(system)}";

    /// <summary>A name as a part of a data stream's name, in which dashes separate the parts.</summary>
    public static string Part(string name) => name.Replace('-', '_');

    /// <summary>When a new index is begun, and when an old one is deleted.</summary>
    public static string LifecyclePolicy(LogIndex index) => Write(new JsonObject
    {
        ["policy"] = new JsonObject
        {
            ["phases"] = new JsonObject
            {
                ["hot"] = new JsonObject
                {
                    ["actions"] = new JsonObject
                    {
                        ["rollover"] = new JsonObject { ["max_age"] = "1d", ["max_primary_shard_size"] = "5gb" },
                    },
                },
                ["delete"] = new JsonObject
                {
                    // Counted from the day on which the next index was begun.
                    ["min_age"] = string.Create(CultureInfo.InvariantCulture, $"{index.KeptDays}d"),
                    ["actions"] = new JsonObject { ["delete"] = new JsonObject() },
                },
            },
        },
    });

    /// <summary>How fields are meant. One node has nobody to keep replicas.</summary>
    public static string IndexTemplate(string system, int replicas) => Write(new JsonObject
    {
        ["index_patterns"] = new JsonArray($"{Name(system)}-*"),
        ["data_stream"] = new JsonObject(),

        // Above Elasticsearch's own template for logs-*-*, which has 100.
        ["priority"] = 200,
        ["template"] = new JsonObject
        {
            ["settings"] = new JsonObject
            {
                ["index.lifecycle.name"] = Name(system),
                ["index.number_of_shards"] = 1,
                ["index.number_of_replicas"] = replicas,
                ["index.mapping.total_fields.limit"] = 1000,
            },
            ["mappings"] = new JsonObject
            {
                ["properties"] = new JsonObject
                {
                    ["@timestamp"] = Field("date"),
                    ["message"] = Field("match_only_text"),
                    ["service"] = Fields(("name", "keyword")),
                    ["log"] = Fields(("level", "keyword"), ("logger", "keyword"), ("iostream", "keyword")),
                    ["labels"] = Fields(("system", "keyword"), ("environment", "keyword"), ("colour", "keyword")),
                    ["kubernetes"] = new JsonObject { ["properties"] = new JsonObject { ["pod"] = Fields(("name", "keyword")), ["namespace"] = Field("keyword") } },
                    ["container"] = Fields(("name", "keyword")),
                    ["source"] = Fields(("ip", "ip")),
                    ["url"] = Fields(("path", "keyword"), ("domain", "keyword")),
                    ["nginx"] = Fields(
                        ("seconds", "double"), ("upstream", "keyword"), ("upstream_status", "keyword"), ("upstream_seconds", "keyword"), ("cache", "keyword"), ("limit", "keyword")),

                    // Whatever a program adds: searchable as a whole, never a reason to refuse the entry.
                    ["details"] = Field("flattened"),
                },
            },
        },
    });

    /// <summary>The view under which Kibana shows the logs.</summary>
    public static string DataView(string system) => Write(new JsonObject
    {
        ["override"] = true,
        ["data_view"] = new JsonObject
        {
            ["id"] = Name(system),
            ["name"] = $"Logs of {system}",
            ["title"] = $"{Name(system)}-*",
            ["timeFieldName"] = "@timestamp",
        },
    });

    private static JsonObject Field(string type) => new() { ["type"] = type };

    private static JsonObject Fields(params ReadOnlySpan<(string Name, string Type)> fields)
    {
        var properties = new JsonObject();
        foreach (var (name, type) in fields)
        {
            properties[name] = Field(type);
        }

        return new() { ["properties"] = properties };
    }

    private static string Write(JsonObject document) => document.ToJsonString(Json) + "\n";
}
