namespace Infra.Files.Nginx;

/// <summary>The two sets of containers of a service that serves traffic: one works, the other waits for the next version.</summary>
public enum Colour
{
    /// <summary>The first set.</summary>
    Blue,

    /// <summary>The second set.</summary>
    Green,
}

/// <summary>Names that depend on the colour.</summary>
public static class Colours
{
    /// <summary>Both colours.</summary>
    public static ImmutableArray<Colour> Both { get; } = [Colour.Blue, Colour.Green];

    /// <summary>The name in files and of services: <c>blue</c>.</summary>
    public static string Name(this Colour colour) => colour == Colour.Blue ? "blue" : "green";

    /// <summary>The other one.</summary>
    public static Colour Other(this Colour colour) => colour == Colour.Blue ? Colour.Green : Colour.Blue;

    /// <summary>The Compose service of a colour: <c>api-blue</c>.</summary>
    public static string Of(string service, Colour colour) => $"{service}-{colour.Name()}";
}
