using Supervision.Telephony.Sip.Messages;

namespace Supervision.Telephony.Tests.Sip;

public sealed class SipUriTests
{
    [Theory]
    [InlineData("sip:201@10.0.0.1", "201")]
    [InlineData("sips:0467123456@example.org:5061;transport=tls", "0467123456")]
    [InlineData("sip:+33-4-67.12(34)56@example.org;user=phone", "+33467123456")]
    [InlineData("sip:+33467123456;phone-context=x@example.org", "+33467123456")]
    [InlineData("tel:+33-4-67-12-34-56;phone-context=example.org", "+33467123456")]
    [InlineData("sip:%2B33467123456@example.org", "+33467123456")]
    [InlineData("sip:jean.dupont@example.org", "jean.dupont")]
    [InlineData("sip:201:secret@[2001:db8::1]:5070", "201")]
    [InlineData("sip:anonymous@anonymous.invalid", null)]
    [InlineData("sip:Anonymous@10.0.0.1", null)]
    [InlineData("sip:unknown@10.0.0.1", null)]
    [InlineData("sip:10.0.0.1", null)]
    public void Number_OfUri_NamesThePersonOrNobody(string text, string? expected)
    {
        Assert.True(SipUri.TryParse(text, out SipUri? uri));
        Assert.Equal(expected, uri.Number);
    }

    [Fact]
    public void TryParse_Ipv6WithPort_ReadsBoth()
    {
        Assert.True(SipUri.TryParse("sip:a@[2001:db8::1]:5070;lr", out SipUri? uri));
        Assert.Equal("2001:db8::1", uri.Host);
        Assert.Equal(5070, uri.Port);
        Assert.True(uri.Parameters.Has("LR"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("sip:")]
    [InlineData("sip:@example.org")]
    [InlineData("sip:a@")]
    [InlineData("sip:a@[::1")]
    [InlineData("sip:a@[zz]")]
    [InlineData("sip:a@b:x")]
    [InlineData("sip:a@b:70000")]
    [InlineData("sip:a%4@b")]
    [InlineData("sip:a b@c")]
    [InlineData("1sip:a@b")]
    [InlineData("tel:")]
    [InlineData("nothing")]
    public void TryParse_Broken_SaysNo(string text) => Assert.False(SipUri.TryParse(text, out _));

    [Fact]
    public void TryParse_OtherScheme_KnowsItsName()
    {
        Assert.True(SipUri.TryParse("nobodyKnowsThisScheme:totallyopaquecontent", out SipUri? uri));
        Assert.False(uri.IsSip);
        Assert.False(uri.IsTel);
    }
}
