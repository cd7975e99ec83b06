using System.Text;

namespace Supervision.Fuzz.Sip;

/// <summary>Valid SIP messages, session descriptions and recording metadata.</summary>
internal static class SipSeeds
{
    internal const string Sdp = """
        v=0
        o=src 2890844526 2890844526 IN IP4 192.0.2.10
        s=-
        c=IN IP4 192.0.2.10
        t=0 0
        m=audio 12240 RTP/AVP 8 0 101
        a=rtpmap:8 PCMA/8000
        a=rtpmap:0 PCMU/8000
        a=rtpmap:101 telephone-event/8000
        a=fmtp:101 0-16
        a=ptime:20
        a=sendonly
        a=label:96
        a=rtcp:12241 IN IP4 192.0.2.10
        m=audio 22456 RTP/AVP 8 96
        c=IN IP6 2001:db8::1
        a=rtpmap:96 PCMU/8000
        a=sendonly
        a=label:97

        """;

    internal const string Metadata = """
        <?xml version="1.0" encoding="UTF-8"?>
        <rs:recording xmlns:rs='urn:ietf:params:xml:ns:recording:1'>
          <rs:datamode>complete</rs:datamode>
          <rs:session session_id="hVpd7YQgRW2nD22h7q60JQ=="><rs:sipSessionID>ab30317f;remote=47755a9d</rs:sipSessionID></rs:session>
          <rs:participant participant_id="srfBElmCRp2QB23b7Mpk0w==">
            <rs:nameID aor="sip:0612345678@example.org"><rs:name xml:lang="fr">Ren&#233;e</rs:name></rs:nameID>
          </rs:participant>
          <rs:participant participant_id="zSfPoSvdSDCmU3A3TRDxAw=="><rs:nameID aor="tel:+33140;ext=1234"/></rs:participant>
          <rs:stream stream_id="UAAMm5GRQKSCMVvLyl4rFw==" session_id="hVpd7YQgRW2nD22h7q60JQ=="><rs:label>96</rs:label></rs:stream>
          <rs:stream stream_id="i1Pz3to5hGk8fuXl+PbwCw==" session_id="hVpd7YQgRW2nD22h7q60JQ=="><rs:label>97</rs:label></rs:stream>
          <rs:participantstreamassoc participant_id="srfBElmCRp2QB23b7Mpk0w==">
            <rs:send>i1Pz3to5hGk8fuXl+PbwCw==</rs:send><rs:recv>UAAMm5GRQKSCMVvLyl4rFw==</rs:recv>
          </rs:participantstreamassoc>
          <rs:participantstreamassoc participant_id="zSfPoSvdSDCmU3A3TRDxAw=="><rs:send>UAAMm5GRQKSCMVvLyl4rFw==</rs:send></rs:participantstreamassoc>
        </rs:recording>
        """;

    internal static readonly byte[][] Descriptions =
    [
        Lines(Sdp),
        Lines("v=0\no=- 1 1 IN IP4 0.0.0.0\ns=-\nc=IN IP4 0.0.0.0\nt=0 0\nm=audio 0 RTP/AVP 0\nm=video 4000 RTP/AVP 31\n"),
    ];

    internal static readonly byte[][] Recordings = [Encoding.UTF8.GetBytes(Metadata)];

    internal static readonly byte[] Multipart = Lines(
        $"--foobar\nContent-Type: application/sdp\n\n{Sdp}\n--foobar\nContent-Type: application/rs-metadata+xml\nContent-Disposition: recording-session\n\n{Metadata}\n--foobar--\n");

    internal static readonly byte[][] Messages =
    [
        Message(
            "INVITE sip:recorder@192.0.2.1:5060;transport=udp SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.10:5070;branch=z9hG4bKdf6b622b648d9;rport\n"
            + "Via: SIP/2.0/TCP [2001:db8::9]:5060;branch=z9hG4bK1, SIP/2.0/UDP old.example.org\nFrom: \"A \\\"B\\\" C\" <sip:src%40x@example.org>;tag=35e195d2\n"
            + "To: <sip:recorder@example.org>\nCall-ID: d253c800@example.org\nCSeq: 101 INVITE\nMax-Forwards: 70\nRequire: siprec\n"
            + "Record-Route: <sip:p1.example.org;lr>, <sip:p2.example.org;lr>\nContact: <sip:src@192.0.2.10:5070;transport=tcp>;+sip.src\n"
            + "Content-Type: multipart/mixed;boundary=foobar",
            Multipart),
        Message(
            "INVITE sip:record@192.0.2.1 SIP/2.0\nv: SIP/2.0/UDP 192.0.2.3;branch=z9hG4bKx\nf: sip:0612345678@example.org;tag=1\nt: <tel:+33140>\n"
            + "i: 1@x\nCSeq: 1 INVITE\nm: <sip:a@192.0.2.3>\nP-Asserted-Identity: \"X\" <sip:+33612345678@example.org>, <tel:+33612345678>\n"
            + "Subject: folded\n  twice\n\tand again\nc: application/sdp",
            Descriptions[0]),
        Message("BYE sip:a@192.0.2.1 SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.3;branch=z9hG4bKy\nFrom: <sip:b@x>;tag=1\nTo: <sip:a@x>;tag=2\nCall-ID: 1@x\nCSeq: 2 BYE\nReason: Q.850;cause=16;text=\"bye\"", []),
        Message("INFO sip:a@192.0.2.1 SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.3;branch=z9hG4bKz\nFrom: <sip:b@x>;tag=1\nTo: <sip:a@x>;tag=2\nCall-ID: 1@x\nCSeq: 3 INFO\nContent-Type: application/dtmf-relay", "Signal=5\r\nDuration=160\r\n"u8.ToArray()),
        Message("SIP/2.0 200 OK\nVia: SIP/2.0/UDP 192.0.2.3;branch=z9hG4bKz;received=192.0.2.9;rport=5080\nFrom: <sip:b@x>;tag=1\nTo: <sip:a@x>;tag=2\nCall-ID: 1@x\nCSeq: 3 INFO", []),
    ];

    /// <summary>CRLF as on the wire.</summary>
    private static byte[] Lines(string text) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));

    private static byte[] Message(string head, byte[] body) => [.. Lines($"{head}\nContent-Length: {body.Length}\n\n"), .. body];
}
