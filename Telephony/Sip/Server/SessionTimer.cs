using System.Globalization;
using Supervision.Telephony.Sip.Messages;
using Supervision.Telephony.Sip.Transactions;

namespace Supervision.Telephony.Sip.Server;

/// <summary>Terms of a session timer (RFC 4028). Immutable.</summary>
/// <param name="PeerRefreshes">The caller refreshes; else we do, by UPDATE.</param>
internal sealed record SessionTimerTerms(TimeSpan Interval, bool PeerRefreshes)
{
    /// <summary>RFC 4028 §5.</summary>
    internal const int MinSeconds = 90;

    /// <summary>Twice what RFC 4028 §4 recommends: a longer timer tells too late that nobody is there.</summary>
    private static readonly TimeSpan MostWatchful = TimeSpan.FromHours(1);

    /// <summary>A peer that has gone is found out soon enough by the timer alone.</summary>
    internal bool IsWatchful => Interval <= MostWatchful;

    /// <summary>
    /// What we agree to (RFC 4028 §9); null when the caller asked for nothing, or for refreshes by us that it gives us no way to send.
    /// False when the interval is too small: 422 with Min-SE.
    /// </summary>
    internal static bool TryNegotiate(SipMessage request, out SessionTimerTerms? terms)
    {
        terms = null;
        string? value = request.Headers[SipHeaderName.SessionExpires];
        bool isSupported = request.Headers.ListHas(SipHeaderName.Supported, "timer") || request.Headers.ListHas(SipHeaderName.Require, "timer");
        if (value is null || !isSupported)
        {
            return true;
        }

        int semicolon = value.IndexOf(';', StringComparison.Ordinal);
        string number = (semicolon < 0 ? value : value[..semicolon]).Trim();
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds))
        {
            return true;
        }

        if (seconds < MinSeconds)
        {
            return false;
        }

        _ = SipParameters.TryParse(semicolon < 0 ? "" : value[semicolon..], out SipParameters parameters);
        bool weRefresh = parameters["refresher"]?.Equals("uas", StringComparison.OrdinalIgnoreCase) == true;
        if (!weRefresh || request.Headers.ListHas(SipHeaderName.Allow, SipMethod.Update))
        {
            // A week bounds what a timer is asked to hold.
            terms = new SessionTimerTerms(TimeSpan.FromSeconds(Math.Min(seconds, 604_800)), !weRefresh);
        }

        return true;
    }

    internal void Write(SipWriter response)
    {
        response.Header(SipHeaderName.SessionExpires, string.Create(
            CultureInfo.InvariantCulture, $"{(long)Interval.TotalSeconds};refresher={(PeerRefreshes ? "uac" : "uas")}"));
        if (PeerRefreshes)
        {
            response.Header(SipHeaderName.Require, "timer");
        }
    }
}

/// <summary>Runs the terms of one call. Used on the signalling queue only.</summary>
internal sealed class SessionTimer(SipTimers timers, Action onExpired, Action<SessionTimerTerms> onRefresh)
{
    private SipTimer? _timer;

    internal void Restart(SessionTimerTerms? terms)
    {
        _timer?.Stop();
        if (terms is null)
        {
            return;
        }

        if (!terms.PeerRefreshes)
        {
            _timer = timers.Start(terms.Interval / 2, () => onRefresh(terms));
            return;
        }

        // RFC 4028 §10: BYE a third of the interval, at most 32 s, before the end.
        TimeSpan third = terms.Interval / 3;
        _timer = timers.Start(terms.Interval - (third < SipTimers.Lifetime ? third : SipTimers.Lifetime), onExpired);
    }

    internal void Stop() => _timer?.Stop();
}
