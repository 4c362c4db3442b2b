namespace Infra.Facts.Alerts;

/// <summary>Where an alert ends, with what counts there: its own settings, and those of the routes around it.</summary>
/// <param name="Receiver">Name of the receiver; empty for none.</param>
/// <param name="GroupBy">Labels that make alerts one message; <c>...</c> for each alert by itself.</param>
/// <param name="GroupWait">Seconds until the first message of a group.</param>
/// <param name="GroupInterval">Seconds until a message about new alerts of a group.</param>
/// <param name="RepeatInterval">Seconds until the same is said again.</param>
/// <param name="Muted">Whether it is silent at set times.</param>
internal sealed record AlertRoute(
    string Receiver, ImmutableArray<string> GroupBy, double GroupWait, double GroupInterval, double RepeatInterval, bool Muted);
