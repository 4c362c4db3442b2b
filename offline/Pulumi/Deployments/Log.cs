namespace Pulumi;

/// <summary>Sends messages to the engine. Without one they go nowhere, but an error still makes the run fail.</summary>
public static class Log
{
    /// <summary>A message for debugging, which is not shown usually.</summary>
    public static void Debug(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null)
        => Deployment.InternalInstance.Log(LogSeverity.Debug, message);

    /// <summary>A message for the user.</summary>
    public static void Info(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null)
        => Deployment.InternalInstance.Log(LogSeverity.Info, message);

    /// <summary>A warning.</summary>
    public static void Warn(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null)
        => Deployment.InternalInstance.Log(LogSeverity.Warning, message);

    /// <summary>An error: the run goes on, and fails in the end.</summary>
    public static void Error(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null)
        => Deployment.InternalInstance.Log(LogSeverity.Error, message);

    /// <summary>An error with its stack trace.</summary>
    public static void Exception(
        Exception exception, Resource? resource = null, int? streamId = null, bool? ephemeral = null)
        => Error($"{exception}", resource, streamId, ephemeral);
}
