namespace Infra.Systems;

/// <summary>How quickly somebody has to look at an alert.</summary>
public enum AlertSeverity
{
    /// <summary>P2: during working hours, within days.</summary>
    Info,

    /// <summary>P1: today.</summary>
    Warning,

    /// <summary>P0: now, at night too; users are hurt or will be within the hour.</summary>
    Critical,
}
