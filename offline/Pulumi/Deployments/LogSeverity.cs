namespace Pulumi;

/// <summary>How serious a message is.</summary>
internal enum LogSeverity
{
    Debug,
    Info,
    Warning,
    Error,
}
