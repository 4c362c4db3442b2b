using System.Diagnostics.CodeAnalysis;

namespace Pulumi;

/// <summary>A value of one of two types.</summary>
/// <typeparam name="T0">First type.</typeparam>
/// <typeparam name="T1">Second type.</typeparam>
public readonly struct Union<T0, T1> : IEquatable<Union<T0, T1>>, IUnion
{
    private readonly bool _second;
    private readonly T0? _value0;
    private readonly T1? _value1;

    private Union(bool second, T0? value0, T1? value1)
    {
        _second = second;
        _value0 = value0;
        _value1 = value1;
    }

    /// <summary>The value as the first type; an <see cref="InvalidOperationException"/> if it is of the second.</summary>
    public T0? AsT0 => _second ? throw WrongCase(0, 1) : _value0;

    /// <summary>The value as the second type; an <see cref="InvalidOperationException"/> if it is of the first.</summary>
    public T1? AsT1 => _second ? _value1 : throw WrongCase(1, 0);

    /// <summary>Whether the value is of the first type.</summary>
    public bool IsT0 => !_second;

    /// <summary>Whether the value is of the second type.</summary>
    public bool IsT1 => _second;

    /// <summary>The value, whichever type it is of.</summary>
    public object Value => _second ? _value1! : _value0!;

    /// <summary>Creates a union that holds the first type.</summary>
    public static Union<T0, T1> FromT0(T0 input) => new(false, input, default);

    /// <summary>Creates a union that holds the second type.</summary>
    public static Union<T0, T1> FromT1(T1 input) => new(true, default, input);

    /// <summary>Transforms a value of the first type and keeps one of the second.</summary>
    public Union<TResult, T1> MapT0<TResult>(Func<T0, TResult> mapFunc)
        => _second ? Union<TResult, T1>.FromT1(_value1!) : Union<TResult, T1>.FromT0(mapFunc(_value0!));

    /// <summary>Transforms a value of the second type and keeps one of the first.</summary>
    public Union<T0, TResult> MapT1<TResult>(Func<T1, TResult> mapFunc)
        => _second ? Union<T0, TResult>.FromT1(mapFunc(_value1!)) : Union<T0, TResult>.FromT0(_value0!);

    /// <summary>Transforms the value with the function of its type.</summary>
    public Union<TResult0, TResult1> Bimap<TResult0, TResult1>(Func<T0, TResult0> mapFunc0, Func<T1, TResult1> mapFunc1)
        => _second
            ? Union<TResult0, TResult1>.FromT1(mapFunc1(_value1!))
            : Union<TResult0, TResult1>.FromT0(mapFunc0(_value0!));

    /// <summary>Calls the function of the value's type and returns its result.</summary>
    public TResult Match<TResult>(Func<T0, TResult> f0, Func<T1, TResult> f1) => _second ? f1(_value1!) : f0(_value0!);

    /// <summary>Calls the action of the value's type.</summary>
    public void Switch(Action<T0> f0, Action<T1> f1)
    {
        if (_second)
            f1(_value1!);
        else
            f0(_value0!);
    }

    /// <summary>Tries to take the value as the first type.</summary>
    public bool TryPickT0([MaybeNull] out T0 value, [MaybeNull] out T1 remainder)
    {
        value = _value0;
        remainder = _value1;
        return !_second;
    }

    /// <summary>Tries to take the value as the second type.</summary>
    public bool TryPickT1([MaybeNull] out T1 value, [MaybeNull] out T0 remainder)
    {
        value = _value1;
        remainder = _value0;
        return _second;
    }

    /// <summary>Wraps a value of the first type.</summary>
    public static implicit operator Union<T0, T1>(T0 t) => FromT0(t);

    /// <summary>Wraps a value of the second type.</summary>
    public static implicit operator Union<T0, T1>(T1 t) => FromT1(t);

    /// <summary>Whether both hold the same type and equal values.</summary>
    public static bool operator ==(Union<T0, T1> left, Union<T0, T1> right) => left.Equals(right);

    /// <summary>Whether they hold different types or values.</summary>
    public static bool operator !=(Union<T0, T1> left, Union<T0, T1> right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Union<T0, T1> other) => _second == other._second && Equals(Value, other.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Union<T0, T1> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_second, Value);

    /// <summary>The full name of the type it holds and the value.</summary>
    public override string ToString()
        => _second ? $"{typeof(T1).FullName}: {_value1}" : $"{typeof(T0).FullName}: {_value0}";

    private static InvalidOperationException WrongCase(int wanted, int actual)
        => new($"Cannot return as T{wanted} as result is T{actual}");
}
