using Supervision.Shared.Words;

namespace Supervision.Server.Tests.Words;

public sealed class WordListDiffTests
{
    [Theory]
    [InlineData("a\nb\nc", "a\nb\nc", "")]
    [InlineData("a\nb\nc", "a\nx\nc", "-2b +2x")]
    [InlineData("a\nb\nc", "a\nc", "-2b")]
    [InlineData("a\nc", "a\nb\nc", "+2b")]
    [InlineData("a\r\nb", "a\nb", "")]
    [InlineData("a\nb\nc\nd", "b\nc\nx\nd", "-1a +3x")]
    [InlineData("", "a", "-1 +1a")]
    public void Between_TwoTexts_TellsWhatOnlyOneHas(string before, string after, string expected) =>
        Assert.Equal(expected, string.Join(' ', WordListDiff.Between(before, after).Select(Say)));

    [Fact]
    public void Between_HugeTexts_ComparesNoTable()
    {
        string before = string.Join('\n', Enumerable.Range(0, 5000).Select(i => $"a{i}"));
        string after = string.Join('\n', Enumerable.Range(0, 5000).Select(i => $"b{i}"));

        long allocated = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(10_000, WordListDiff.Between(before, after).Count);

        // 5,000 × 5,000 cells of 4 bytes would be 100 MB.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, 10_000_000);
    }

    private static string Say(WordListDifference line) => $"{(line.Change == WordListChange.Added ? '+' : '-')}{line.Number}{line.Text}";
}
