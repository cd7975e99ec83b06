namespace Supervision.Fuzz;

/// <summary>One parser under attack. Used by one thread at a time.</summary>
public interface IFuzzTarget
{
    /// <summary>As <c>--parser</c> takes it.</summary>
    string Name { get; }

    /// <summary>Valid inputs, from which the mutations start.</summary>
    IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>Parses <paramref name="input"/> and looks at all that it yields. Any exception is a failure.</summary>
    void Run(ReadOnlySpan<byte> input);
}
