namespace PulumiPackages.Tests.Core;

/// <summary>Tests that set environment variables run alone.</summary>
[CollectionDefinition(nameof(ConfigCollection), DisableParallelization = true)]
public sealed class ConfigCollection;
