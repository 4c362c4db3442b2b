namespace PulumiPackages.Tests.Providers;

/// <summary>Tests that change environment variables run alone: other tests create arguments that read them.</summary>
[CollectionDefinition(nameof(ProcessEnvironment), DisableParallelization = true)]
public sealed class ProcessEnvironment;
