using Supervision.Testing;

namespace Supervision.Telephony.Tests.Sip;

/// <summary>Who asks for a pause says what it is for as soon as the answer is there: the pause must be in force by then.</summary>
public sealed class RecordingPauseTests : IDisposable
{
    private readonly SipBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Invite_RecordingPreferenceOff_PausesBeforeMediaStartsAndBeforeThe200()
    {
        IReadOnlyList<CallEvent> told = [];
        int sent = -1;
        _bench.Media.Starting = sink => (told, sent) = (((FakeCall)sink).Events, _bench.Sent.Count(message => message.Message.Status == 200));

        _bench.Exchange(_bench.Request("INVITE", body: ScriptedSipPeer.Description([4000]) + "a=recordpref:off\r\n"));

        Assert.True(Assert.IsType<CallRecordingPaused>(Assert.Single(told)).IsPaused);
        Assert.Equal(0, sent);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Pause_ByInfoOrReInvite_IsToldBeforeThe200(bool isInfo)
    {
        string tag = _bench.Establish();
        int sent = -1;
        _bench.Sink.Call.Heard = _ => sent = _bench.Sent.Count;

        _bench.Exchange(isInfo
            ? _bench.Request("INFO", 2, tag, headers: ["Record: off"])
            : _bench.Request("INVITE", 2, tag, ScriptedSipPeer.Description([4000]) + "a=recordpref:off\r\n"));

        Assert.Equal(0, sent);
    }
}
