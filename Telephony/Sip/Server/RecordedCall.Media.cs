using Supervision.Shared.Calls;
using Supervision.Telephony.Media;

namespace Supervision.Telephony.Sip.Server;

/// <summary>
/// Media that stops without a hold. An exchange may stop forking while its caller waits and say so to nobody: a recording that ended
/// then would not begin again.
/// </summary>
internal sealed partial class RecordedCall
{
    private void OnMedia(MediaNews news)
    {
        if (news == MediaNews.Lost)
        {
            HangUp(CallEndReason.MediaLost);
        }
        else if (_phase == Phase.Answered)
        {
            Tell(new CallMediaSilent(_server.Time.GetUtcNow(), news == MediaNews.Silent));
        }
    }
}
