namespace Infra.Costs;

/// <summary>What is assumed of things that are billed by use, for no plan says how much they are used.</summary>
public static class UsageAssumptions
{
    /// <summary>GB that a bucket holds on average: 7 days of uploads or of backups.</summary>
    public const decimal BucketStorage = 50;

    /// <summary>Thousands of writing and listing requests to a bucket in a month.</summary>
    public const decimal BucketWrites = 100;

    /// <summary>Thousands of reading requests to a bucket in a month.</summary>
    public const decimal BucketReads = 500;

    /// <summary>GB that leave a bucket towards the internet in a month.</summary>
    public const decimal BucketTransfer = 50;

    /// <summary>GB that AWS lets leave an account each month free of charge.</summary>
    public const decimal FreeTransfer = 100;
}
