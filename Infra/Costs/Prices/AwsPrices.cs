using static Infra.Costs.PriceStatus;

namespace Infra.Costs.Prices;

/// <summary>Amazon Web Services on demand in us-east-1; a month has 730 hours.</summary>
internal static class AwsPrices
{
    private const string PriceList = "AWS Price List, in public repositories";
    private const int HoursAMonth = 730;

    public static ImmutableArray<Price> All { get; } =
    [
        new("aws-s3-storage", 0.023m, "GB month", PriceList, "2026-10-08", ThirdParty),
        new("aws-s3-writes", 0.005m, "1000 requests", "devnotes.tech breakdown of S3 prices; unchanged for years", "undated", ThirdParty),
        new("aws-s3-reads", 0.0004m, "1000 requests", "devnotes.tech breakdown of S3 prices; unchanged for years", "undated", ThirdParty),
        new("aws-transfer", 0.09m, "GB", PriceList, "2026-09", ThirdParty),
        Hourly("aws-m7g.xlarge", 0.163m, "2026-08-13"),
        Hourly("aws-rds:db.m7g.xlarge", 0.336m, "2026-08-13"),
        new("aws-rds-storage:multi-az", 0.23m, "GB month", PriceList, "2026-09", ThirdParty),
        new("aws-rds-storage:single-az", 0.115m, "GB month", PriceList, "2026-09", ThirdParty),
        Hourly("aws-cache.t4g.micro", 0.0128m, "2026-10-08"),
        Hourly("aws-alb", 0.0225m, "2026-10-08"),
        Hourly("aws-alb-lcu", 0.008m, "2026-10-08"),
        Hourly("aws-nat-gateway", 0.045m, "2026-10-08"),
        new("aws-nat-traffic", 0.045m, "GB", PriceList, "2026-10-08", ThirdParty),
        Hourly("aws-ipv4", 0.005m, "2026-10-08"),
        Hourly("aws-eks", 0.10m, "2026-10-08"),
        new("aws-ebs-gp3", 0.08m, "GB month", PriceList, "2026-09", ThirdParty),
    ];

    private static Price Hourly(string item, decimal anHour, string date) => new(item, anHour * HoursAMonth, "month", $"{PriceList}: {anHour} USD an hour", date, ThirdParty);
}
