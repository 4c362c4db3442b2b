namespace Infra.Files.Compose;

/// <summary>How an image is built.</summary>
/// <param name="Context">Directory of the sources.</param>
/// <param name="Dockerfile">Dockerfile below it.</param>
public sealed record Build(string Context, string Dockerfile);

/// <summary>What Compose does when sources change, for development (<c>docker compose watch</c>).</summary>
/// <param name="Watch">What is watched.</param>
public sealed record Develop(ImmutableArray<Watch> Watch);

/// <summary>Files that are watched.</summary>
/// <param name="Path">Directory.</param>
/// <param name="Action">What is done: <c>rebuild</c> builds the image anew and replaces the container.</param>
/// <param name="Ignore">What does not count below the directory.</param>
public sealed record Watch(string Path, string Action, ImmutableArray<string> Ignore);
