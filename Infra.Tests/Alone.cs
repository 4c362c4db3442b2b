namespace Infra.Tests;

/// <summary>Tests that keep a processor busy for seconds: they run by themselves, so that no test that measures time waits for them.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
