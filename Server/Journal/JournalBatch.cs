using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Supervision.Grains.Ports;
using Supervision.Grains.Rules;
using Supervision.Server.Listening;
using Supervision.Server.Security;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;

namespace Supervision.Server.Journal;

/// <summary>Turns entries into the statements of one transaction, in their order.</summary>
internal sealed partial class JournalBatch(Guid journalId)
{
    private readonly HashSet<Guid> touched = [];

    internal List<NpgsqlBatchCommand> Commands { get; } = [];

    internal void Add(JournalEntry entry)
    {
        switch (entry)
        {
            case CallJournalled e:
                AddCall(JournalSql.UpsertCall, e.Call);
                break;
            case CallRecoveredJournalled e:
                AddCall(JournalSql.UpsertRecoveredCall, e.Call);
                break;
            case UtteranceJournalled e:
                AddUtterance(e.CallId, e.Utterance);
                break;
            case TranscriptReplacedJournalled e:
                AddReplacement(e);
                break;
            case TranscriptErasedJournalled e:
                EraseWords(e.CallId, JournalJson.Wordless);
                touched.Add(e.CallId.Value);
                break;
            case TensionJournalled e:
                Add(
                    JournalSql.UpsertTension,
                    e.CallId.Value,
                    e.FromMs,
                    e.Points.ToArray(),
                    Clean(e.Model),
                    e.RaiseThreshold,
                    e.ClearThreshold);
                break;
            case TensionErasedJournalled e:
                EraseTension(e);
                break;
            case CallErasedJournalled e:
                EraseWords(e.CallId, []);
                ForgetParties(e.CallId);
                Add(JournalSql.DeleteEvents, e.CallId.Value);
                Add(JournalSql.DeleteCall, e.CallId.Value);
                break;
            case AlarmJournalled e:
                AddAlarm(e);
                break;
            case IncidentJournalled e:
                AddIncident(e.Incident);
                break;
            case CallEventJournalled e:
                Add(JournalSql.InsertEvent, e.CallId.Value, e.AtMs, Clean(e.Kind), Clean(e.Detail), e.At);
                break;
            case ServerStartedJournalled:
                Add(JournalSql.EndAbandonedCalls, journalId);
                Add(JournalSql.EndAbandonedListenings, journalId, AccessActions.ListenLive, AccessActions.ListenLiveEnd, nameof(ListeningEnd.Failed));
                break;
            case ListeningJournalled e:
                Add(
                    JournalSql.InsertListening,
                    e.At,
                    Clean(e.By),
                    e.IsEnd ? AccessActions.ListenLiveEnd : AccessActions.ListenLive,
                    e.CallId.Value,
                    Clean(e.Reason),
                    Clean(e.RemoteAddress),
                    e.ListeningId);
                break;
            default:
                throw new JsonException($"No table for a {entry.GetType().Name}.");
        }
    }

    /// <summary>Last statements: searches find the calls that ended, and the position moves with the rows.</summary>
    internal void Finish(long sequence, DateTimeOffset now)
    {
        if (touched.Count > 0)
        {
            Add(JournalSql.RefreshSearch, touched.ToArray());
        }

        Add(JournalSql.UpsertPosition, journalId, sequence, now);
    }

    /// <summary>An entry that the database refuses is kept beside.</summary>
    internal void Reject(JournalLineRead line, string error, DateTimeOffset now) =>
        Add(JournalSql.InsertRejected, journalId, line.Sequence, Clean(error), line.Json, now);

    private void AddCall(string sql, CallSnapshot call)
    {
        Add(
            sql,
            call.Id.Value,
            journalId,
            (short)call.Source,
            (short)call.State,
            (short)call.Recording,
            (short)call.Transcription,
            Clean(call.Caller.Number),
            Clean(call.Caller.Name),
            Clean(call.Agent.Number),
            Clean(call.Agent.Name),
            call.StartedAt,
            call.EndedAt,
            (short?)call.EndReason,
            call.Lanes.Select(l => (short)l).ToArray(),
            call.IsDemonstration,
            call.TranscriptLagMs,
            call.AnalysisFramesDropped);
        if (call.Recording == RecordingState.Refused)
        {
            Add(JournalSql.DeleteUtterances, call.Id.Value);
            Add(JournalSql.DeleteTension, call.Id.Value);
        }

        if (call.State == CallState.Ended)
        {
            touched.Add(call.Id.Value);
        }
    }

    /// <summary>What was said and how, and what alarms quote of it.</summary>
    /// <param name="callId">Of the call.</param>
    /// <param name="kept">Kinds of entries that stay among those that the database refused.</param>
    private void EraseWords(CallId callId, string[] kept)
    {
        Add(JournalSql.DeleteUtterances, callId.Value);
        Add(JournalSql.DeleteTension, callId.Value);
        Add(JournalSql.ForgetQuotes, callId.Value);
        Add(JournalSql.ForgetQuotesOfSteps, callId.Value);
        Add(JournalSql.ForgetRejected, callId.ToString(), kept);
    }

    /// <summary>The curve up to there, and the scores that alarms quote of it.</summary>
    private void EraseTension(TensionErasedJournalled entry)
    {
        string[] rules = [.. FusionNames.OfTheVoice];
        Add(JournalSql.DeleteTensionUpTo, entry.CallId.Value, entry.UpToMs);
        Add(JournalSql.WithdrawVoice, entry.CallId.Value, entry.UpToMs, rules);
        Add(JournalSql.WithdrawVoiceOfSteps, entry.CallId.Value, entry.UpToMs, rules);
    }

    private void AddUtterance(CallId callId, Utterance utterance)
    {
        Add(
            JournalSql.UpsertUtterance,
            callId.Value,
            (short)utterance.Lane,
            utterance.StartMs,
            (short)utterance.Kind,
            utterance.EndMs,
            Clean(utterance.Text),
            ToJson(utterance.Words),
            Clean(utterance.Model));

        // Words may come after the end; the statement itself minds calls that are over only.
        touched.Add(callId.Value);
    }

    private void AddReplacement(TranscriptReplacedJournalled entry)
    {
        Add(JournalSql.DeleteStretch, entry.CallId.Value, (short)entry.Lane, entry.FromMs, entry.ToMs);
        touched.Add(entry.CallId.Value);
        foreach (Utterance utterance in entry.Utterances)
        {
            AddUtterance(entry.CallId, utterance);
        }
    }

    private void AddAlarm(AlarmJournalled entry)
    {
        Alarm alarm = entry.Alarm;
        Add(
            JournalSql.UpsertAlarm,
            alarm.Id.Value,
            alarm.CallId.Value,
            (short)alarm.Category,
            (short)alarm.Severity,
            (short)alarm.State,
            alarm.RaisedAt,
            ToJson(alarm.Reasons),
            Clean(alarm.AcknowledgedBy),
            alarm.AcknowledgedAt,
            Clean(alarm.ResolvedBy),
            alarm.ResolvedAt,
            (short?)alarm.Outcome,
            Clean(alarm.Note),
            alarm.Revision,
            alarm.WaitingSince,
            alarm.EscalatesAt,
            alarm.EscalatedAt,
            Clean(alarm.EscalatedBy),
            alarm.SnoozedUntil);
        AlarmAct act = entry.Act ?? Guess(alarm);
        Add(
            JournalSql.InsertAlarmStep,
            alarm.Id.Value,
            alarm.Revision,
            entry.At,
            (short)alarm.State,
            (short)alarm.Severity,
            Clean(act.By),
            ToJson(alarm),
            (short)act.Kind,
            Clean(act.Note));
    }

    /// <summary>What an entry of an earlier version, which could do no more than this, does not tell.</summary>
    private static AlarmAct Guess(Alarm alarm) => alarm switch
    {
        { State: AlarmState.Resolved } => new AlarmAct(AlarmStepKind.Resolved, alarm.ResolvedBy, alarm.Note),
        { State: AlarmState.Acknowledged } => new AlarmAct(AlarmStepKind.Acknowledged, alarm.AcknowledgedBy),
        { Revision: 1 } => new AlarmAct(AlarmStepKind.Raised),
        _ => new AlarmAct(AlarmStepKind.Joined),
    };

    private void Add(string sql, params object?[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (object? value in values)
        {
            command.Parameters.Add(value switch
            {
                null => new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Unknown },
                DateTimeOffset at => new NpgsqlParameter { Value = at.ToUniversalTime(), NpgsqlDbType = NpgsqlDbType.TimestampTz },
                _ => new NpgsqlParameter { Value = value },
            });
        }

        Commands.Add(command);
    }

    /// <summary>PostgreSQL's text cannot hold U+0000, and a caller may well send it: it must not keep her call out of the record.</summary>
    private static string? Clean(string? text) => text?.Replace('\0', '\uFFFD');

    private static string ToJson<T>(T value) =>
        JsonSerializer.Serialize(value, JournalJson.Options).Replace(@"\u0000", @"\uFFFD", StringComparison.Ordinal);
}
