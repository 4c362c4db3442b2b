using Infra.Facts.Compose;
using Infra.Facts.Nginx;
using Infra.Facts.Pods;

namespace Infra.Facts.Files;

/// <summary>A file of a kind that policies know.</summary>
/// <param name="Path">Its path, as it was named.</param>
internal abstract record ConfigurationFile(string Path);

/// <summary>A pod in a file.</summary>
/// <param name="Line">Line on which the document begins that makes it, from 1.</param>
/// <param name="Pod">The pod.</param>
internal sealed record PodInFile(int Line, Pod Pod);

/// <summary>Kubernetes manifests.</summary>
/// <param name="Path">Path of the file.</param>
/// <param name="Pods">The pods that its objects make.</param>
internal sealed record ManifestFile(string Path, ImmutableArray<PodInFile> Pods) : ConfigurationFile(Path);

/// <summary>A Compose project.</summary>
/// <param name="Path">Path of its file, or of the first one.</param>
/// <param name="Containers">Its containers.</param>
/// <param name="Parts">Absolute paths of files that it extends or includes.</param>
internal sealed record ComposeFile(string Path, ImmutableArray<ContainerInFile> Containers, ImmutableArray<string> Parts)
    : ConfigurationFile(Path);

/// <summary>A configuration of nginx, or a part of one.</summary>
/// <param name="Path">Path of the file.</param>
/// <param name="Root">What it says, with the files that it includes.</param>
internal sealed record NginxFile(string Path, NginxDirective Root) : ConfigurationFile(Path);
