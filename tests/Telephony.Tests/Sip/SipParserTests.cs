using System.Text;
using Supervision.Telephony.Sip.Messages;

namespace Supervision.Telephony.Tests.Sip;

/// <summary>RFC 4475 torture messages and what exchanges really send.</summary>
public sealed class SipParserTests
{
    private const string Head = """
        OPTIONS sip:user@example.com SIP/2.0
        Via: SIP/2.0/UDP host1.example.com;branch=z9hG4bKkdjuw
        Max-Forwards: 70
        From: sip:caller@example.org;tag=323
        To: sip:user@example.com
        Call-ID: a@host
        CSeq: 8 OPTIONS

        """;

    [Fact]
    public void TryParse_TortuousInvite_ReadsEverything()
    {
        // RFC 4475 §3.1.1.1: compact forms, folding, unusual white space, quoted quotes.
        const string Text = """
            INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0
            TO :
             sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n
            from   : "J Rosenberg \\\""       <sip:jdrosen@example.com>
              ;
              tag = 98asjd8
            MaX-fOrWaRdS: 0068
            Call-ID: wsinv.ndaksdj@192.0.2.1
            Content-Length   : 150
            cseq: 0009
              INVITE
            Via  : SIP  /   2.0
             /UDP
                192.0.2.2;branch=390skdjuw
            s :
            NewFangledHeader:   newfangled value
             continued newfangled value
            UnknownHeaderWithUnusualValue: ;;,,;;,;
            Content-Type: application/sdp
            Route:
             <sip:services.example.com;lr;unknownwith=value;unknown-no-value>
            v:  SIP  / 2.0  / TCP     spindle.example.com   ;
              branch  =   z9hG4bK9ikj8  ,
             SIP  /    2.0   / UDP  192.168.255.111   ; branch=
             z9hG4bK30239
            m:"Quoted string \"\"" <sip:jdrosen@example.com> ; newparam =
                  newvalue ;
              secondparam ; q = 0.33

            v=0
            o=mhandley 29739 7272939 IN IP4 192.0.2.3
            s=-
            c=IN IP4 192.0.2.4
            t=0 0
            m=audio 49217 RTP/AVP 0 12
            m=video 3227 RTP/AVP 31
            a=rtpmap:31 LPC
            """;

        SipMessage message = Whole(Text + "\n");

        Assert.Equal("INVITE", message.Method);
        Assert.Equal("1918181833n", message.ToTag);
        Assert.Equal("98asjd8", message.FromTag);
        Assert.Equal("J Rosenberg \\\"", message.From!.DisplayName);
        Assert.Equal(9u, message.CSeq);
        Assert.Equal("UDP", message.Via!.Transport);
        Assert.Equal("192.0.2.2", message.Via.Host);
        Assert.Equal(3, message.Headers.List("Via").Count);
        Assert.Equal("newfangled value continued newfangled value", message.Headers["NewFangledHeader"]);
        Assert.Equal("Quoted string \"\"", message.Contact!.DisplayName);
        Assert.Equal("newvalue", message.Contact.Parameters["newparam"]);
        Assert.Equal(150, message.Body.Length);
    }

    [Fact]
    public void TryParse_IntentionalSpecialCharacters_Accepted()
    {
        // RFC 4475 §3.1.1.2: every character that a token and a user part may hold.
        SipMessage message = Whole("""
            !interesting-Method0123456789_*+`.%indeed'~ sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com SIP/2.0
            Via: SIP/2.0/UDP host1.example.com;branch=z9hG4bK-.!%66*_+`'~
            To: "BEL:\x07 NUL:\x00 DEL:\x7F" <sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*@example.com>
            From: token1~` token2'+_ token3*%!.- <sip:mundane@example.com>;fromParam''~+*_!.-%="\x00";tag=_token~1'+`*%!-.
            Call-ID: intmeth.word%ZK-!.*_+'@word`~)(><:\/"][?}{
            CSeq: 139122385 !interesting-Method0123456789_*+`.%indeed'~
            Max-Forwards: 255
            extensionHeader-!.%*+_`'~:\xEF\xBB\xBF\xE5\xA4\xA7\xE5\x81\x9C\xE9\x9B\xBB
            Content-Length: 0

            """);

        Assert.Equal("!interesting-Method0123456789_*+`.%indeed'~", message.Method);
        Assert.Equal("_token~1'+`*%!-.", message.FromTag);
        Assert.Equal("z9hG4bK-.!%66*_+`'~", message.Via!.Branch);
    }

    [Fact]
    public void TryParse_EscapedUri_Unescapes()
    {
        // RFC 4475 §3.1.1.3.
        SipMessage message = Whole(Head.Replace("From: sip:caller@example.org;tag=323", "From: <sip:I%20have%20spaces@example.net>;tag=938", StringComparison.Ordinal));

        Assert.Equal("I have spaces", message.From!.Uri.User);
    }

    [Fact]
    public void TryParse_EscapedNul_IsData()
    {
        // RFC 4475 §3.1.1.4.
        SipMessage message = Whole(Head.Replace("To: sip:user@example.com", "To: sip:null-%00-null@example.com", StringComparison.Ordinal));

        Assert.Equal("null-\0-null", message.To!.Uri.User);
    }

    [Fact]
    public void TryParse_NoSpaceBeforeBracket_Accepted()
    {
        // RFC 4475 §3.1.1.6.
        SipMessage message = Whole(Head.Replace("From: sip:caller@example.org;tag=323", "From: caller<sip:caller@example.com>;tag=323", StringComparison.Ordinal));

        Assert.Equal("caller", message.From!.DisplayName);
    }

    [Fact]
    public void TryParse_LongHeaders_Accepted()
    {
        // RFC 4475 §3.1.1.7.
        string user = new('a', 4000);
        SipMessage message = Whole(Head.Replace("sip:user@example.com\n", $"<sip:{user}@example.com;x={user}>\n", StringComparison.Ordinal));

        Assert.Equal(user, message.To!.Uri.User);
    }

    [Fact]
    public void TryParse_BytesBeyondContentLength_Ignored()
    {
        // RFC 4475 §3.1.1.8: a second request in the same datagram.
        SipMessage message = Whole(Head.TrimEnd('\n') + "\nContent-Length: 2\n\nabINVITE sip:joe@example.com SIP/2.0\n");

        Assert.Equal("ab", Encoding.ASCII.GetString(message.Body.Span));
    }

    [Fact]
    public void TryParse_SemicolonInUser_BelongsToUser()
    {
        // RFC 4475 §3.1.1.9.
        SipMessage message = Whole(Head.Replace("OPTIONS sip:user@example.com", "OPTIONS sip:user;par=u%40example.net@example.com", StringComparison.Ordinal));

        Assert.True(SipUri.TryParse(message.RequestUri, out SipUri? uri));
        Assert.Equal("user;par=u@example.net", uri.User);
        Assert.Equal("user", uri.Number);
    }

    [Fact]
    public void TryParse_UnusualReason_Accepted()
    {
        // RFC 4475 §3.1.1.12, §3.1.1.13.
        string tail = Head[Head.IndexOf('\n', StringComparison.Ordinal)..];

        Assert.Equal(200, Whole("SIP/2.0 200 = 2**3 * 5**2 но сто девяносто девять - простое" + tail).StatusCode);
        Assert.Equal("", Whole("SIP/2.0 100 " + tail).Reason);
        Assert.Equal(100, Whole("SIP/2.0 100" + tail).StatusCode);
    }

    [Theory]
    [InlineData("Max-Forwards: 70", "Max-Forwards: 70\nContent-Length: 9999", nameof(SipFault.Truncated))] // §3.1.2.2
    [InlineData("Max-Forwards: 70", "Content-Length: -999", nameof(SipFault.BadContentLength))] // §3.1.2.3
    [InlineData("CSeq: 8 OPTIONS", "CSeq: 36893488147419103232 OPTIONS", nameof(SipFault.BadCSeq))] // §3.1.2.4
    [InlineData("CSeq: 8 OPTIONS", "CSeq: 2147483648 OPTIONS", nameof(SipFault.BadCSeq))]
    [InlineData("Max-Forwards: 70", "Max-Forwards: 300", nameof(SipFault.BadMaxForwards))]
    [InlineData("To: sip:user@example.com", "To: \"Mr. J. User <sip:j.user@example.com>", nameof(SipFault.BadAddress))] // §3.1.2.6
    [InlineData("OPTIONS sip:user@example.com SIP", "OPTIONS <sip:user@example.com> SIP", nameof(SipFault.BadRequestUri))] // §3.1.2.7
    [InlineData("OPTIONS sip:user@example.com SIP", "OPTIONS sip:user@example.com; lr SIP", nameof(SipFault.BadRequestUri))] // §3.1.2.8
    [InlineData("OPTIONS sip:user@example.com SIP", "OPTIONS  sip:user@example.com  SIP", nameof(SipFault.BadRequestUri))] // §3.1.2.9
    [InlineData("OPTIONS sip:user@example.com SIP", "OPTIONS sip:user@example.com?Route=%3Csip:example.com%3E SIP", nameof(SipFault.BadRequestUri))] // §3.1.2.11
    [InlineData("To: sip:user@example.com", "To: \"Watson, Thomas\" < t.watson@example.org >", nameof(SipFault.BadAddress))] // §3.1.2.14
    [InlineData("SIP/2.0\n", "SIP/7.0\n", nameof(SipFault.BadVersion))] // §3.1.2.16
    [InlineData("CSeq: 8 OPTIONS", "CSeq: 8 INVITE", nameof(SipFault.BadCSeq))] // §3.1.2.17
    [InlineData("Call-ID: a@host\n", "", nameof(SipFault.MissingHeader))] // §3.3.1
    [InlineData("CSeq: 8 OPTIONS", "CSeq: 8 OPTIONS\nCSeq: 9 OPTIONS", nameof(SipFault.DuplicateHeader))] // §3.3.8
    [InlineData("Max-Forwards: 70", "Content-Length: 1\nl: 0", nameof(SipFault.BadContentLength))] // §3.3.9
    [InlineData("Max-Forwards: 70", "Max-Forwards 70", nameof(SipFault.BadHeaderLine))]
    [InlineData("Max-Forwards: 70", "Bad Name: 70", nameof(SipFault.BadHeaderLine))]
    [InlineData("Via: SIP/2.0/UDP host1.example.com;", "Via: SIP/2.0 host1.example.com;", nameof(SipFault.BadVia))]
    [InlineData("From: sip:caller@example.org;tag=323", "From: <sip:caller@example.org:99999>;tag=323", nameof(SipFault.BadAddress))]
    [InlineData("From: sip:caller@example.org;tag=323", "From: <sip:%zz@example.org>;tag=323", nameof(SipFault.BadAddress))]
    public void TryParse_BrokenRequest_TellsTheFaultAndKeepsTheRest(string old, string replacement, string expected)
    {
        string text = Head.Replace(old, replacement, StringComparison.Ordinal);
        Assert.NotEqual(Head, text);

        Assert.False(SipParser.TryParse(Bytes(text), out SipMessage? message, out SipFault fault));

        Assert.Equal(expected, fault.ToString());
        Assert.NotNull(message);
        Assert.Equal("OPTIONS", message.Method);
    }

    [Theory]
    [InlineData("SIP/2.0 4294967301 better not break the receiver\n")] // RFC 4475 §3.1.2.19
    [InlineData("SIP/2.0 99 too small\n")]
    [InlineData("SIP/2.0 700 too large\n")]
    [InlineData("GET / HTTP/1.1\n")]
    [InlineData("INVITE sip:a@b\n")]
    [InlineData("\u0001\u0002\u0003")]
    [InlineData("  \n")]
    public void TryParse_NotSip_GivesNoMessage(string start)
    {
        Assert.False(SipParser.TryParse(Bytes(start + Head[(Head.IndexOf('\n', StringComparison.Ordinal) + 1)..]), out SipMessage? message, out SipFault fault));

        Assert.Null(message);
        Assert.Equal(SipFault.NotSip, fault);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\r\n\r\n")]
    [InlineData("\0\0")]
    public void TryParse_KeepAlive_IsNoFaultOfTheMessage(string text)
    {
        Assert.False(SipParser.TryParse(Encoding.ASCII.GetBytes(text), out _, out SipFault fault));
        Assert.Equal(SipFault.KeepAlive, fault);
    }

    [Fact]
    public void TryParse_TrailingSpaceAfterVersion_Borne() =>
        Assert.Equal("OPTIONS", Whole(Head.Replace("SIP/2.0\n", "SIP/2.0  \n", StringComparison.Ordinal)).Method); // RFC 4475 §3.1.2.10

    [Fact]
    public void TryParse_BareLineFeeds_Read()
    {
        Assert.True(SipParser.TryParse(Encoding.ASCII.GetBytes(Head), out SipMessage? message, out _));
        Assert.Equal("a@host", message!.CallId);
    }

    [Fact]
    public void TryParse_NoEmptyLineAtTheEnd_ReadsHeaders() => Assert.Equal("a@host", Whole(Head.TrimEnd('\n')).CallId);

    [Fact]
    public void TryParse_BinaryBody_KeptByteForByte()
    {
        byte[] body = [0, 1, 2, 255, 13, 10, 13, 10, 128];
        byte[] datagram = [.. Bytes(Head.TrimEnd('\n') + "\nContent-Length: 9\n\n"), .. body];

        Assert.True(SipParser.TryParse(datagram, out SipMessage? message, out _));
        Assert.Equal(body, message!.Body.ToArray());
    }

    [Theory]
    [InlineData("From: \"Mairie d'été\" <sip:201@x>;tag=1", true)]
    [InlineData("From: \"Mairie d'\u00e9t\u00e9\" <sip:201@x>;tag=1", false)]
    public void TryParse_AccentsInUtf8OrLatin1_ReadTheSame(string from, bool isUtf8)
    {
        string text = Head.Replace("From: sip:caller@example.org;tag=323", from, StringComparison.Ordinal).ReplaceLineEndings("\r\n");
        byte[] bytes = isUtf8 ? Encoding.UTF8.GetBytes(text) : Encoding.Latin1.GetBytes(text);

        Assert.True(SipParser.TryParse(bytes, out SipMessage? message, out _));
        Assert.Equal("Mairie d'été", message!.From!.DisplayName);
    }

    [Fact]
    public void TryParse_TooManyLines_Refused()
    {
        string text = Head.Replace("Max-Forwards: 70", "X: 1\n" + string.Concat(Enumerable.Repeat(" fold\n", SipParser.MaxHeaderLines)) + "Y: 1", StringComparison.Ordinal);

        Assert.False(SipParser.TryParse(Bytes(text), out _, out SipFault fault));
        Assert.Equal(SipFault.TooManyHeaders, fault);
    }

    [Fact]
    public void TryParse_EveryPrefixAndEveryFlippedByte_NeverThrows()
    {
        byte[] whole = Bytes(Head);
        for (int i = 0; i < whole.Length; i++)
        {
            _ = SipParser.TryParse(whole.AsSpan(0, i), out _, out _);
            byte[] flipped = [.. whole];
            foreach (byte value in "\0\r\n\"<>;:@%,[] \xff"u8)
            {
                flipped[i] = value;
                _ = SipParser.TryParse(flipped, out _, out _);
            }
        }
    }

    private static SipMessage Whole(string text)
    {
        Assert.True(SipParser.TryParse(Bytes(text), out SipMessage? message, out SipFault fault), fault.ToString());
        return message!;
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));
}
