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
    private SipTimer? _expiry;
    private SipTimer? _refresh;
    private TimeSpan _untilRefresh;

    /// <summary>The session was agreed to, or refreshed by either side.</summary>
    internal void Restart(SessionTimerTerms? terms)
    {
        Stop();
        if (terms is null)
        {
            return;
        }

        if (!terms.PeerRefreshes)
        {
            // RFC 4028 §10: without a 2xx until then the session has expired.
            _expiry = timers.Start(terms.Interval, onExpired);
            RefreshAfter(terms.Interval / 2, terms);
            return;
        }

        // RFC 4028 §10: BYE a third of the interval, at most 32 s, before the end.
        TimeSpan third = terms.Interval / 3;
        _expiry = timers.Start(terms.Interval - (third < SipTimers.Lifetime ? third : SipTimers.Lifetime), onExpired);
    }

    /// <summary>
    /// The peer refused our refresh: the session still ends at its expiry. A peer that is busy for a moment is asked again halfway there,
    /// while there is time for an answer.
    /// </summary>
    internal void AskAgain(SessionTimerTerms terms)
    {
        if (_untilRefresh / 2 >= SipTimers.Lifetime)
        {
            RefreshAfter(_untilRefresh / 2, terms);
        }
    }

    internal void Stop()
    {
        _expiry?.Stop();
        _refresh?.Stop();
    }

    private void RefreshAfter(TimeSpan delay, SessionTimerTerms terms)
    {
        _refresh?.Stop();
        _untilRefresh = delay;
        _refresh = timers.Start(delay, () => onRefresh(terms));
    }
}
