using Supervision.Fuzz;

namespace Supervision.Telephony.Tests.Fuzz;

/// <summary>A short run of the fuzz tool on every parser; the long one is <c>dotnet run -c Release --project tests/Fuzz</c>.</summary>
public sealed class FuzzTests
{
    private const int Inputs = 20_000;

    public static TheoryData<string> Names => [.. FuzzTargets.All().Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_TwentyThousandBrokenInputs_NothingThrowsOrHangs(string name)
    {
        IFuzzTarget target = FuzzTargets.Find(name)!;
        Assert.Null(FuzzRun.Run(target, Inputs, seed: 1)?.ToString());
    }

    [Fact]
    public void Run_TargetThatThrows_GivesTheFailingBytes()
    {
        FuzzFailure? failure = FuzzRun.Run(new Fragile(), Inputs, seed: 1);
        Assert.NotNull(failure);
        Assert.Contains((byte)0xFF, failure.Input);
        Assert.Contains(Convert.ToHexString(failure.Input), failure.ToString(), StringComparison.Ordinal);
    }

    private sealed class Fragile : IFuzzTarget
    {
        public string Name => "fragile";

        public IReadOnlyList<byte[]> Seeds { get; } = [[1, 2, 3]];

        public void Run(ReadOnlySpan<byte> input)
        {
            if (input.Contains((byte)0xFF))
            {
                throw new InvalidOperationException();
            }
        }
    }
}
