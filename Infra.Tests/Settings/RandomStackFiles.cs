using FsCheck;
using FsCheck.Fluent;
using Infra.Settings;

namespace Infra.Tests.Settings;

/// <summary>Stack files that nobody would write: right and wrong keys with right, wrong and absurd values.</summary>
internal static class RandomStackFiles
{
    private static readonly string[] Words =
    [
        "dev", "prod", "droplet", "kubernetes", "document-search", "vision", "production", "development", "nyc3", "fra1", "us-east-1", "auto", "true", "false", "yes", "null", "~",
        "example.com", "1.4.2", "latest", "starter", "basic", "s-2vcpu-4gb", "db-s-1vcpu-2gb", "1.36", "17", "#alerts", "oncall@example.com", "https://app.example.com", "*", "POD-01",
        "203.0.113.0/24", "203.0.113.0/25", "203.0.0.0/8", "0.0.0.0/0", "::/0", "2001:db8::/32", "203.0.113.7/33", "10.0.0.0/-1", "2026-02-30", "2026-12-31", "9999-99-99", "0000-00-00",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJ5b3VyT3duS2V5SGVyZV9yZXBsYWNlX3RoaXNfb25l deploy@example.com", "$(reboot)", "../../etc/passwd", "[object Object]", "NaN", "Infinity", "1e400",
    ];

    private static Gen<string> Letters { get; } = ArbMap.Default.GeneratorFor<string>().Select(text => text ?? "");

    private static Gen<string> Number { get; } = Gen.OneOf(
        Gen.Choose(-3, 400).Select(number => $"{number}"),
        Gen.Elements("0", "0.00", "-0", "0.01", "1000000", "1000001", "99999999999999999999", "1e3", "0x10", "1,5", "1_000", "٣"));

    private static Gen<string> Long { get; } = from length in Gen.Elements(100, 1_000, 10_000) from letter in Gen.Elements("a", "-", ".", "é", "😀", "\"", "\\") select string.Concat(Enumerable.Repeat(letter, length));

    private static Gen<string> Scalar { get; } = Gen.OneOf(Gen.Elements(Words), Number, Letters, Long).Select(Quoted);

    private static Gen<string> Exemption { get; } =
        from policy in Gen.Elements("POD-01", "NET-01", "nope", "")
        from expires in Gen.OneOf(Gen.Elements("2026-12-31", "2026-02-30", "31.12.2026", "tomorrow", "", "0001-01-01", "9999-12-31"), Letters)
        from reason in Gen.OneOf(Gen.Constant("planned"), Letters)
        from resource in Gen.Elements("api", "*", "")
        select $"{{policy: {Quoted(policy)}, resource: {Quoted(resource)}, reason: {Quoted(reason)}, expires: {Quoted(expires)}}}";

    private static Gen<string> Structure { get; } =
        from items in Gen.ArrayOf(Gen.OneOf(Scalar, Exemption)).Select(items => items.Take(8))
        from keys in Gen.ArrayOf(Gen.OneOf(Gen.Elements("api", "worker", "secure", "policy", "expires"), Letters)).Select(keys => keys.Take(4).Distinct())
        from form in Gen.Choose(0, 5)
        select form switch
        {
            0 => $"[{string.Join(", ", items)}]",
            1 => $"{{{string.Join(", ", keys.Zip(items, (key, item) => $"{Quoted(key)}: {item}"))}}}",
            2 => $"[{string.Join(", ", items.Select(item => $"[{item}]"))}]",
            3 => $"{{secure: {items.FirstOrDefault("x")}}}",
            4 => new string('[', 60) + new string(']', 60),
            _ => $"'[{string.Join(",", items.Select(item => item.Replace("'", "")))}'",
        };

    private static Gen<string> Key { get; } = Gen.Frequency(
        (8, Gen.Elements([.. SettingsCatalogue.All.Select(setting => setting.Key)])),
        (1, Gen.Elements("infra:regoin", "region", "infra:", ":", "Infra:region", "aws:region", "digitalocean:token", "gcp:project", "secure")),
        (1, Letters.Select(Quoted)));

    private static Gen<string> Line { get; } = from key in Key from value in Gen.OneOf(Scalar, Structure, Scalar) select $"  {key}: {value}";

    /// <summary>Files that are well-formed more often than not.</summary>
    public static Arbitrary<string> Any { get; } = Arb.From(Gen.Frequency(
        (6, from lines in Gen.ArrayOf(Line) from distinct in Gen.Constant(lines.DistinctBy(line => line[..line.IndexOf(": ", StringComparison.Ordinal)]).Take(12)) select $"config:\n{string.Join('\n', distinct)}\n"),
        (6, from lines in Gen.ArrayOf(Line) select StackDirectory.With([.. lines.Select(line => line.Trim()).DistinctBy(line => line[..line.IndexOf(": ", StringComparison.Ordinal)]).Take(3)])),
        (2, from lines in Gen.ArrayOf(Line) select $"config:\n{string.Join('\n', lines)}\n"),
        (1, from text in Letters select text),
        (1, from position in Gen.Choose(0, StackDirectory.Good.Length) from text in Letters select StackDirectory.Good.Insert(position, text)),
        (1, from start in Gen.Choose(0, StackDirectory.Good.Length) select StackDirectory.Good[start..])));

    /// <summary>Lines for one key each, whose value is wrong.</summary>
    public static Arbitrary<(string Key, string Value)> WrongValue { get; } = Arb.From(Gen.OneOf(
        Of("infra:region", Gen.OneOf(Long, Gen.Elements("nyc9", "NYC3", "", " "))),
        Of("infra:imageTag", Gen.OneOf(Gen.Elements("latest", "main", "", "a b", "-x"), Gen.Choose(129, 10_000).Select(length => new string('a', length)))),
        Of("infra:domain", Gen.OneOf(Gen.Choose(254, 10_000).Select(length => new string('a', length)), Gen.Elements("com", "a..b", "-a.com", "exa mple.com"))),
        Of("infra:hostname", Gen.Choose(64, 10_000).Select(length => new string('h', length))),
        Of("infra:registryName", Gen.Choose(64, 10_000).Select(length => new string('r', length))),
        Of("infra:monthlyBudget", Gen.Elements("0", "0.00", "-1", "1000001", "NaN", "1e3", "")),
        Of("infra:backupRetentionDays", Gen.OneOf(Gen.Choose(-400, 6), Gen.Choose(366, int.MaxValue)).Select(days => $"{days}")),
        Of("infra:vpcRange", from second in Gen.Choose(0, 255) from third in Gen.Choose(0, 255) from bits in Gen.OneOf(Gen.Choose(-9, 15), Gen.Choose(25, 999)) select $"10.{second}.{third}.0/{bits}"),
        Of("infra:nodesMin", Gen.OneOf(Gen.Choose(101, int.MaxValue), Gen.Choose(int.MinValue, 0)).Select(nodes => $"{nodes}")),
        from bits in Gen.Choose(8, 15) select ("infra:adminCidrs", $"[203.{bits}.113.0/24, 203.{bits}.0.0/16]"),
        from date in Gen.Elements("2026-02-30", "31.12.2026", "2026/12/31", "soon", "", "2026-1-1", "20261231") select ("infra:exemptions", $"[{{policy: POD-01, resource: api, reason: planned, expires: {Quoted(date)}}}]"),
        from count in Gen.Choose(2, 100) select ("infra:replicas", $"{{{string.Join(", ", Enumerable.Range(0, count).Select(number => $"service-{number}: 2"))}}}")));

    private static Gen<(string Key, string Value)> Of(string key, Gen<string> value) => value.Select(text => (key, Quoted(text)));

    /// <summary>A text as YAML in double quotes. What YAML cannot hold stays as it is: such files have to be refused.</summary>
    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n").Replace("\r", "\\r")}\"";
}
