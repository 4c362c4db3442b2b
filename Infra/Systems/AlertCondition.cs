namespace Infra.Systems;

/// <summary>What is wrong when an alert fires, without saying how it is measured.</summary>
public abstract record AlertCondition
{
    private AlertCondition()
    {
    }

    /// <summary>No instance of a service answers.</summary>
    /// <param name="Service">Name of the service.</param>
    public sealed record ServiceDown(string Service) : AlertCondition;

    /// <summary>Users cannot reach a health route of the edge from outside.</summary>
    public sealed record EndpointDown : AlertCondition;

    /// <summary>Too large a share of requests ends with a server error.</summary>
    /// <param name="Percent">Share in percent.</param>
    public sealed record ErrorRatioAbove(double Percent) : AlertCondition;

    /// <summary>Too many requests end with a server error.</summary>
    /// <param name="PerSecond">Server errors in a second.</param>
    public sealed record ServerErrorsAbove(double PerSecond) : AlertCondition;

    /// <summary>The slowest five of a hundred requests take too long.</summary>
    /// <param name="Duration">Time from request to answer.</param>
    public sealed record LatencyP95Above(TimeSpan Duration) : AlertCondition;

    /// <summary>An instance serves more requests than it was measured for, and should be joined by another.</summary>
    /// <param name="PerSecond">Requests in a second, per instance.</param>
    public sealed record RequestsPerInstanceAbove(double PerSecond) : AlertCondition;

    /// <summary>The slowest five of a hundred database operations take too long.</summary>
    /// <param name="Duration">Time of an operation, waiting for a connection included.</param>
    public sealed record DatabaseLatencyP95Above(TimeSpan Duration) : AlertCondition;

    /// <summary>An instance of a service holds too much memory.</summary>
    /// <param name="Service">Name of the service.</param>
    /// <param name="Amount">Resident memory of all processes of the instance together.</param>
    public sealed record ServiceMemoryAbove(string Service, Memory Amount) : AlertCondition;

    /// <summary>A machine has little memory left.</summary>
    /// <param name="Percent">Used memory in percent.</param>
    public sealed record MachineMemoryAbove(double Percent) : AlertCondition;

    /// <summary>A machine is busy.</summary>
    /// <param name="Percent">Used processor time in percent.</param>
    public sealed record MachineCpuAbove(double Percent) : AlertCondition;

    /// <summary>A disk is nearly full.</summary>
    /// <param name="Percent">Free space in percent.</param>
    public sealed record DiskFreeBelow(double Percent) : AlertCondition;

    /// <summary>The database does not answer.</summary>
    public sealed record DatabaseDown : AlertCondition;

    /// <summary>The database is running out of connections.</summary>
    /// <param name="Percent">Open connections in percent of those that the server allows.</param>
    public sealed record DatabaseConnectionsUsedAbove(double Percent) : AlertCondition;

    /// <summary>The Redis-compatible store does not answer.</summary>
    public sealed record RedisDown : AlertCondition;

    /// <summary>The Redis-compatible store is nearly full.</summary>
    /// <param name="Percent">Used memory in percent of its limit.</param>
    public sealed record RedisMemoryAbove(double Percent) : AlertCondition;

    /// <summary>Too few answers come out of the cache.</summary>
    /// <param name="Percent">Hits in percent of look-ups.</param>
    public sealed record CacheHitRatioBelow(double Percent) : AlertCondition;

    /// <summary>Jobs wait too long.</summary>
    /// <param name="Age">Age of the oldest unfinished job.</param>
    public sealed record QueueOlderThan(TimeSpan Age) : AlertCondition;

    /// <summary>Jobs were given up after all their retries.</summary>
    public sealed record DeadJobs : AlertCondition;

    /// <summary>The certificate of the edge is about to expire.</summary>
    /// <param name="Left">Time that is left.</param>
    public sealed record CertificateExpiresWithin(TimeSpan Left) : AlertCondition;

    /// <summary>Somebody guesses passwords.</summary>
    /// <param name="PerMinute">Failed logins in a minute.</param>
    public sealed record FailedLoginsAbove(double PerMinute) : AlertCondition;

    /// <summary>Many requests are turned away with 429.</summary>
    /// <param name="PerMinute">Refused requests in a minute.</param>
    public sealed record RateLimitedAbove(double PerMinute) : AlertCondition;

    /// <summary>A measure of the business falls too low.</summary>
    /// <param name="Measure">Title of the measure in <see cref="Monitoring.Measures"/>.</param>
    /// <param name="Threshold">Least acceptable value, in the measure's unit.</param>
    public sealed record MeasureBelow(string Measure, double Threshold) : AlertCondition;

    /// <summary>The last successful backup is too old.</summary>
    /// <param name="Age">Age.</param>
    public sealed record BackupOlderThan(TimeSpan Age) : AlertCondition;

    /// <summary>The last restored backup was not complete, or no restore was tried for long.</summary>
    /// <param name="Age">Age of the last successful try.</param>
    public sealed record RestoreDrillOlderThan(TimeSpan Age) : AlertCondition;

    /// <summary>Something that tells metrics about others does not answer: what it watches is out of sight.</summary>
    public sealed record ExporterDown : AlertCondition;

    /// <summary>Alerts do not reach anybody.</summary>
    public sealed record NotificationsFail : AlertCondition;

    /// <summary>Prometheus goes on with an old configuration because the new one is broken.</summary>
    public sealed record ReloadFailed : AlertCondition;
}
