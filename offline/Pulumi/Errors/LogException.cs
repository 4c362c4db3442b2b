namespace Pulumi;

/// <summary>Wraps an error that happened while a message was being logged.</summary>
/// <param name="exception">The error.</param>
public class LogException(Exception exception) : Exception("Error occurred during logging", exception);
