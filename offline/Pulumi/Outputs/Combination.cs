using System.Collections.Immutable;

namespace Pulumi;

/// <summary>Gathers what goes along with several values that become one: known if all are, secret if one is.</summary>
internal struct Combination()
{
    private ImmutableHashSet<Resource> _resources = ImmutableHashSet<Resource>.Empty;
    private ImmutableHashSet<Resource>.Builder? _builder;
    private bool _isKnown = true;
    private bool _isSecret;

    public void Add(Settled settled)
    {
        _isKnown &= settled.IsKnown;
        _isSecret |= settled.IsSecret;
        if (settled.Resources.IsEmpty || ReferenceEquals(settled.Resources, _resources))
            return;

        if (_builder is null && _resources.IsEmpty)
        {
            _resources = settled.Resources;
            return;
        }

        _builder ??= _resources.ToBuilder();
        foreach (var resource in settled.Resources)
            _builder.Add(resource);
    }

    public readonly Settled<T> Settle<T>(T value) => new(_builder?.ToImmutable() ?? _resources, value, _isKnown, _isSecret);
}
