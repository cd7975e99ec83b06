using System.Text;
using Supervision.Telephony.SipRec;

namespace Supervision.Telephony.Tests.SipRec;

public sealed class MultipartBodyTests
{
    [Theory]
    [InlineData("multipart/mixed;boundary=abc", "abc", "\r\n")]
    [InlineData("multipart/mixed; boundary=\"abc\"", "abc", "\n")]
    [InlineData("Multipart/Mixed ; charset=x; BOUNDARY = \"a b:c=d\"", "a b:c=d", "\r\n")]
    [InlineData("multipart/related;boundary=----=_Part_0", "----=_Part_0", "\r\n")]
    public void TryParse_AnyBoundary_CutsTwoParts(string type, string boundary, string end)
    {
        string text = $"preamble\n--{boundary}x is none\n--{boundary}\nContent-Type: application/sdp\n\nv=0\ns=-\n\n--{boundary}  \n"
            + $"c: application/rs-metadata+xml\nContent-Disposition: recording-session;\n handling=required\n\n<a/>\n--{boundary}--\nepilogue\n";

        List<BodyPart> parts = Cut(type, text.ReplaceLineEndings(end));

        Assert.Equal(["application/sdp", "application/rs-metadata+xml"], parts.Select(part => part.Type.Name));
        Assert.Equal("v=0\ns=-\n".ReplaceLineEndings(end), Encoding.ASCII.GetString(parts[0].Bytes.Span));
        Assert.Equal("<a/>", Encoding.ASCII.GetString(parts[1].Bytes.Span));
        Assert.Equal("recording-session", parts[1].Disposition.Name);
    }

    [Fact]
    public void TryParse_MissingEnd_GivesTheRest() =>
        Assert.Equal("v=0\r\n", Encoding.ASCII.GetString(Cut("multipart/mixed;boundary=b", "--b\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n")[0].Bytes.Span));

    [Fact]
    public void TryParse_NoPartHeaders_GivesTheContent() =>
        Assert.Equal("text", Encoding.ASCII.GetString(Cut("multipart/mixed;boundary=b", "--b\r\n\r\ntext\r\n--b--")[0].Bytes.Span));

    [Fact]
    public void TryParse_EmptyPart_IsEmpty() => Assert.True(Cut("multipart/mixed;boundary=b", "--b\r\nX: 1\r\n\r\n--b--")[0].Bytes.IsEmpty);

    [Fact]
    public void TryParse_Base64_Decoded() => Assert.Equal(
        "hello", Encoding.ASCII.GetString(Cut("multipart/mixed;boundary=b", "--b\r\nContent-Transfer-Encoding: BASE64\r\n\r\naGVs\r\nbG8=\r\n--b--")[0].Bytes.Span));

    [Fact]
    public void TryParse_Nested_Flattened() => Assert.Equal(
        ["a/b", "c/d"],
        Cut(
            "multipart/mixed;boundary=o",
            "--o\r\nContent-Type: multipart/alternative;boundary=i\r\n\r\n--i\r\nContent-Type: a/b\r\n\r\n1\r\n--i--\r\n--o\r\nContent-Type: c/d\r\n\r\n2\r\n--o--")
            .Select(part => part.Type.Name));

    [Theory]
    [InlineData("multipart/mixed", "--b\r\n\r\nx\r\n--b--")]
    [InlineData("multipart/mixed;boundary=", "--\r\n\r\nx\r\n----")]
    [InlineData("multipart/mixed;boundary=b", "no part at all")]
    [InlineData("multipart/mixed;boundary=b", "--b--\r\n")]
    public void TryParse_NothingToCut_SaysNo(string type, string body) =>
        Assert.False(MultipartBody.TryParse(MediaType.Parse(type), Encoding.ASCII.GetBytes(body), []));

    [Fact]
    public void TryParse_TooManyParts_SaysNo() => Assert.False(MultipartBody.TryParse(
        MediaType.Parse("multipart/mixed;boundary=b"),
        Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("--b\r\n\r\nx\r\n", MultipartBody.MaxParts + 1)) + "--b--"),
        []));

    private static List<BodyPart> Cut(string type, string body)
    {
        var parts = new List<BodyPart>();
        Assert.True(MultipartBody.TryParse(MediaType.Parse(type), Encoding.ASCII.GetBytes(body), parts));
        return parts;
    }
}
