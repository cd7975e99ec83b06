using Supervision.Shared.Calls;

namespace Supervision.Shared.Tests;

public sealed class FrenchNumberTests
{
    [Theory]
    [InlineData("0612345678", "0612345678")]
    [InlineData("06 12.34-56/78", "0612345678")]
    [InlineData("+33612345678", "0612345678")]
    [InlineData("+33 (0)6 12 34 56 78", "0612345678")]
    [InlineData("0033612345678", "0612345678")]
    [InlineData("33612345678", "0612345678")]
    [InlineData("+4930123456", "+4930123456")]
    [InlineData("3312345678", "3312345678")]
    [InlineData("+3317", "+3317")]
    [InlineData("4021", "4021")]
    [InlineData("17", "17")]
    [InlineData("0", "0")]
    [InlineData("", "")]
    [InlineData("anonymous", "anonymous")]
    public void National_Number_OneTextForOneNumber(string number, string expected) => Assert.Equal(expected, FrenchNumber.National(number));

    [Theory]
    [InlineData("0612345678")]
    [InlineData("+33612345678")]
    [InlineData("0033612345678")]
    [InlineData("33612345678")]
    public void Spellings_French_EveryWayWhicheverIsGiven(string number) => Assert.Equal(
        ["+33612345678", "0033612345678", "0612345678", "33612345678"], FrenchNumber.Spellings(number).Order(StringComparer.Ordinal));

    [Fact]
    public void Spellings_NotAWholeFrenchNumber_Itself()
    {
        Assert.Equal(["4021"], FrenchNumber.Spellings("4021"));
        Assert.Equal(["+4930123456"], FrenchNumber.Spellings("+4930123456"));
    }

    [Theory]
    [InlineData("0612", "612")]
    [InlineData("+3361", "61")]
    [InlineData("003361", "61")]
    [InlineData("336123", "6123")]
    [InlineData("3361", null)]
    [InlineData("5678", null)]
    [InlineData("00", null)]
    public void Part_BeginningOfANumber_WhatFollowsThePrefix(string stripped, string? expected) =>
        Assert.Equal(expected, FrenchNumber.Part(stripped));
}
