using static Infra.Facts.Wire;

namespace Infra.Facts.Alerts;

/// <summary>Who is told.</summary>
/// <param name="Name">Name.</param>
/// <param name="Channels">Ways of telling: the kind (<c>email</c>, <c>slack</c>, …) and what is set for it.</param>
internal sealed record AlertReceiver(string Name, ImmutableArray<AlertChannel> Channels)
{
    private const string Suffix = "_configs";

    /// <summary>Reads one.</summary>
    /// <param name="receiver">What the file says of it.</param>
    /// <param name="global">What the file says for all.</param>
    public static AlertReceiver Read(object? receiver, object? global) => new(Text(receiver, "name"),
    [
        .. from entry in Entries(receiver)
           where entry.Key.EndsWith(Suffix, StringComparison.Ordinal)
           from settings in Items(entry.Value)
           select new AlertChannel(entry.Key[..^Suffix.Length], settings, global),
    ]);
}
