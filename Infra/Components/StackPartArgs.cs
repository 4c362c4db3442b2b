using Infra.Settings;

namespace Infra.Components;

/// <summary>What every part of a stack is made of: its settings, and what follows from them alone.</summary>
public abstract record StackPartArgs
{
    /// <summary>The stack, with its system.</summary>
    public required StackSettings Settings { get; init; }

    /// <summary>Prefix of names: unique per system and stack.</summary>
    public string Prefix => Settings.Prefix;

    /// <summary>Region.</summary>
    public string Region => Settings.Region;

    /// <summary>Whether it cannot be deleted by accident.</summary>
    public bool Protect => Settings.IsProduction;

    /// <summary>Tags.</summary>
    public ImmutableArray<string> Tags => Settings.Tags;
}
