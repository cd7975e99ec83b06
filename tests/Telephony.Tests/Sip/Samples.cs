namespace Supervision.Telephony.Tests.Sip;

/// <summary>Bodies that several tests use.</summary>
internal static class Samples
{
    /// <summary>A caller of ten digits sends label 1, an extension of three sends label 2.</summary>
    internal const string Metadata = """
        <?xml version="1.0" encoding="UTF-8"?>
        <recording xmlns='urn:ietf:params:xml:ns:recording:1'>
          <datamode>complete</datamode>
          <session session_id="c2Vzc2lvbg=="/>
          <participant participant_id="cGFydDE=">
            <nameID aor="sip:0467123456@example.org"><name xml:lang="fr">Jeanne Été</name></nameID>
          </participant>
          <participant participant_id="cGFydDI=">
            <nameID aor="sip:201@example.org"><name>Accueil</name></nameID>
          </participant>
          <stream stream_id="c3QxMQ==" session_id="c2Vzc2lvbg=="><label>1</label></stream>
          <stream stream_id="c3QyMg==" session_id="c2Vzc2lvbg=="><label>2</label></stream>
          <participantstreamassoc participant_id="cGFydDE="><send>c3QxMQ==</send><recv>c3QyMg==</recv></participantstreamassoc>
          <participantstreamassoc participant_id="cGFydDI="><send>c3QyMg==</send><recv>c3QxMQ==</recv></participantstreamassoc>
        </recording>
        """;

    /// <summary>Boundary <c>b 1</c>.</summary>
    internal static string Multipart(string description, string metadata) =>
        $"--b 1\r\nContent-Type: application/sdp\r\n\r\n{description}\r\n--b 1\r\nContent-Type: application/rs-metadata+xml\r\n"
        + $"Content-Disposition: recording-session\r\n\r\n{metadata.ReplaceLineEndings("\r\n")}\r\n--b 1--\r\n";
}
