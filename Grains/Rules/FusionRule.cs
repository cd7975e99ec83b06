using Supervision.Grains.Alarms;
using Supervision.Grains.Tension;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Tension;

namespace Supervision.Grains.Rules;

/// <summary>
/// Joins voice, words and circumstances of one call into reports, by the rules of docs/alarms.md. Pure but for the history that its
/// context asks; used by one grain alone.
/// <para>
/// An aggressive voice is told once, again only when it has become graver, or when it has calmed down (hysteresis of the curve) and the
/// cool-down is over. Words are told as they are heard; voice and circumstances make them graver. The reports of one event join
/// the call's open alarm: that is the alarms' grain's doing.
/// </para>
/// </summary>
internal sealed class FusionRule(CallId callId, AggressionSettings settings, FusionContext context)
{
    private readonly int _withinMs = settings.WordsWithinSeconds * 1000;
    private readonly int _coolDownMs = settings.CoolDownSeconds * 1000;

    /// <summary>Circumstances and fusions that the open alarm has as reasons already.</summary>
    private readonly HashSet<string> _explained = new(StringComparer.Ordinal);

    private TensionPoint? _voice;
    private string _model = "";
    private float _threshold;
    private HeardWords? _words;
    private AlarmSeverity _told;
    private int _toldMs;
    private bool _isArmed = true;

    /// <summary>Circumstances count for what is said or shouted at somebody, not for a cry for help.</summary>
    internal static bool IsHostile(AlarmCategory category) =>
        IsInsult(category) || IsThreat(category) || category == AlarmCategory.Aggression;

    private static bool IsInsult(AlarmCategory category) => category is AlarmCategory.Insult or AlarmCategory.DiscriminatoryInsult;

    private static bool IsThreat(AlarmCategory category) =>
        category is AlarmCategory.Threat or AlarmCategory.DeathThreat or AlarmCategory.PropertyThreat or AlarmCategory.Weapon;

    /// <summary>The curve moved on: the voice alone, or with words that were heard shortly before.</summary>
    /// <param name="moment">Where and when.</param>
    /// <param name="point">Of the caller's curve.</param>
    /// <param name="model">Of the score.</param>
    /// <param name="threshold">That the curve had to reach.</param>
    /// <param name="reports">Receives what is to be told.</param>
    internal void OnTension(in FusionMoment moment, TensionPoint point, string model, float threshold, List<AlarmReport> reports)
    {
        if (point.Level != TensionLevel.Aggressive)
        {
            _isArmed |= point.Level == TensionLevel.Calm;
            return;
        }

        (_voice, _model, _threshold) = (point, model, threshold);
        WordFinding? words = _words is { } heard && AreOneEvent(point.AtMs, heard) ? heard.Finding : null;
        AlarmCategory category = words?.Category ?? AlarmCategory.Aggression;
        List<AlarmReason> circumstances = context.Reasons(moment.Number, point.AtMs, moment.Now);
        AlarmSeverity severity = Max(AlarmSeverity.Serious, words is { } w ? WithVoice(w) : AlarmSeverity.Serious);
        severity = circumstances.Count > 0 ? Raised(severity) : severity;
        bool isAnew = _isArmed && (_told == default || point.AtMs - _toldMs >= _coolDownMs);
        if (!isAnew && severity <= _told)
        {
            return;
        }

        if (isAnew)
        {
            _explained.Clear();
        }

        (_told, _toldMs, _isArmed) = (isAnew ? severity : Max(_told, severity), point.AtMs, false);
        Tell(reports, category, severity, VoiceReason(FusionNames.Acoustic, ""));
        Explain(reports, category, severity, words, circumstances);
    }

    /// <summary>Words of the list were heard: told as they are, graver with the voice and the circumstances.</summary>
    internal void OnWords(in FusionMoment moment, WordFinding finding, List<AlarmReport> reports)
    {
        bool isFused = finding.Reason.Lane == Lane.Caller && (IsInsult(finding.Category) || IsThreat(finding.Category));
        var words = new HeardWords(finding, moment.AtMs);
        _words = isFused ? words : _words;
        isFused &= _voice is { } voice && AreOneEvent(voice.AtMs, words);
        AlarmSeverity severity = isFused ? WithVoice(finding) : finding.Severity;
        AlarmSeverity alone = finding.Severity;
        List<AlarmReason> circumstances = IsHostile(finding.Category) ? context.Reasons(moment.Number, moment.AtMs, moment.Now) : [];
        if (circumstances.Count > 0)
        {
            (severity, alone) = (Raised(severity), Raised(alone));
        }

        Tell(reports, finding.Category, severity, finding.Reason, alone);
        Explain(reports, finding.Category, severity, isFused ? finding : null, circumstances);
        if (isFused)
        {
            // The voice of this event has been told with its words.
            _told = Max(_told, severity);
        }
    }

    /// <summary>The end of an utterance lowers what its beginning told: the reason is put right, and a voice that comes joins what is left of it.</summary>
    internal void OnCorrection(WordFinding finding, List<AlarmReport> reports)
    {
        if (_words is { } heard && heard.Finding.Reason == finding.Corrects)
        {
            bool isTakenBack = finding.Reason.Lowered is WordLowering.Negated or WordLowering.Exception;
            _words = isTakenBack ? null : heard with { Finding = finding };
        }

        reports.Add(new AlarmReport(callId, finding.Category, finding.Severity, finding.Reason) { Corrects = finding.Corrects });
    }

    /// <summary>Nobody holds an alarm of the call open: the next one explains itself from the beginning.</summary>
    internal void OnAlarmsClosed() => _explained.Clear();

    /// <summary>Analysis stopped: what was heard before joins nothing that is heard after.</summary>
    internal void Forget()
    {
        _voice = null;
        _words = null;
        _isArmed = true;
        context.Forget();
    }

    /// <summary>What was told of the voice is taken back: the caller's own is told anew, whatever the cool-down.</summary>
    internal void WithdrawVoice()
    {
        Forget();
        _told = default;
    }

    /// <summary>A threat that counts becomes critical; an insult, and a threat that was only told of, becomes one step graver, serious at least.</summary>
    private static AlarmSeverity WithVoice(in WordFinding words) =>
        IsThreat(words.Category) && words.Severity >= AlarmSeverity.Serious ? AlarmSeverity.Critical : Raised(words.Severity);

    private static AlarmSeverity Raised(AlarmSeverity severity) => severity == AlarmSeverity.Critical ? severity : severity + 1;

    private static AlarmSeverity Max(AlarmSeverity one, AlarmSeverity other) => one > other ? one : other;

    /// <summary>Of words under way only the utterance's start is known, and when they were heard: they were said in between.</summary>
    private bool AreOneEvent(int voiceMs, in HeardWords words) =>
        voiceMs >= words.Finding.Reason.AtMs - _withinMs && voiceMs <= Math.Max(words.Finding.Reason.AtMs, words.HeardMs) + _withinMs;

    private AlarmReason VoiceReason(string rule, string heard) =>
        new(rule, heard, Lane.Caller, _voice!.Value.AtMs, _model, _voice.Value.Tension, _threshold);

    /// <summary>Why the severity is what it is, each once for an open alarm.</summary>
    private void Explain(
        List<AlarmReport> reports, AlarmCategory category, AlarmSeverity severity, WordFinding? words, List<AlarmReason> circumstances)
    {
        if (words is { } heard && _explained.Add(FusionNames.VoiceAndWords))
        {
            Tell(reports, category, severity, VoiceReason(FusionNames.VoiceAndWords, heard.Reason.Heard));
        }

        foreach (AlarmReason reason in circumstances.Where(reason => _explained.Add(reason.Rule)))
        {
            Tell(reports, category, severity, reason);
        }
    }

    /// <param name="reports">Receives it.</param>
    /// <param name="category">Of what is told.</param>
    /// <param name="severity">With all that is known.</param>
    /// <param name="reason">Why.</param>
    /// <param name="alone">Worth without the voice: nothing for the voice itself, nor for a circumstance, which counts in what it raises.</param>
    private void Tell(
        List<AlarmReport> reports, AlarmCategory category, AlarmSeverity severity, AlarmReason reason, AlarmSeverity alone = AlarmSeverity.Notice) =>
        reports.Add(new AlarmReport(callId, category, severity, reason) { WithoutVoice = alone });

    private readonly record struct HeardWords(WordFinding Finding, int HeardMs);
}

/// <summary>When something was heard, and of whom.</summary>
/// <param name="AtMs">On the call's clock.</param>
/// <param name="Now">UTC.</param>
/// <param name="Number">The caller's; null when withheld.</param>
internal readonly record struct FusionMoment(int AtMs, DateTimeOffset Now, string? Number);
