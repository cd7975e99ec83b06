using Supervision.Shared;

namespace Supervision.Server.Security;

/// <summary>Who looked at, listened to or changed what. Nothing is shown before its entry is written.</summary>
internal interface IAccessLog
{
    /// <exception cref="Data.DatabaseUnavailableException">The entry is not written: what it stands for must not happen.</exception>
    Task WriteAsync(AccessEntry entry, CancellationToken cancellationToken);
}

/// <summary>One line of the access log.</summary>
/// <param name="Action">Stable name, see <see cref="AccessActions"/>.</param>
/// <param name="Reason">Purpose that the person gave, or the target of an administrative act.</param>
internal sealed record AccessEntry(DateTimeOffset At, string UserName, string Action, CallId? CallId, string? Reason, string? RemoteAddress);

/// <summary>Names of actions; persisted.</summary>
internal static class AccessActions
{
    internal const string Listen = "listen";
    internal const string ListenLive = "listen-live";
    internal const string ListenLiveEnd = "listen-live-end";
    internal const string PauseRecording = "recording-pause";
    internal const string ResumeRecording = "recording-resume";
    internal const string RefuseRecording = "recording-refuse";
    internal const string AttachToIncident = "incident-attach";
    internal const string DetachFromIncident = "incident-detach";
    internal const string ExportAlarms = "export-alarms";
    internal const string ExportTrainingWindows = "export-training-windows";
    internal const string AccountCreated = "account-create";
    internal const string AccountChanged = "account-change";
    internal const string AccountUnlocked = "account-unlock";
    internal const string PasswordReset = "password-reset";
    internal const string PasswordChanged = "password-change";
    internal const string TokenIssued = "token-issue";
    internal const string TokenRevoked = "token-revoke";
    internal const string AdviceChanged = "advice-change";
}
