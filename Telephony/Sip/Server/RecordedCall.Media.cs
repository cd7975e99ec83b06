using Supervision.Shared.Calls;
using Supervision.Telephony.Media;

namespace Supervision.Telephony.Sip.Server;

/// <summary>
/// Media that stops without a hold. An exchange may stop forking while its caller waits and say so to nobody: a recording that ended
/// then would not begin again.
/// </summary>
internal sealed partial class RecordedCall
{
    private bool _isMediaSilent;

    private void OnMedia(MediaNews news)
    {
        // A session timer that nobody refreshes ends the call by itself (RFC 4028 §10).
        if (news == MediaNews.Lost && _terms is not { IsWatchful: true })
        {
            HangUp(CallEndReason.MediaLost);
            return;
        }

        bool isSilent = news != MediaNews.Flowing;
        if (_phase == Phase.Answered && isSilent != _isMediaSilent)
        {
            _isMediaSilent = isSilent;
            Tell(new CallMediaSilent(_server.Time.GetUtcNow(), isSilent));
        }
    }
}
