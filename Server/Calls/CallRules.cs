namespace Supervision.Server.Calls;

/// <summary>What the law and the settings say of one call at its beginning.</summary>
/// <param name="IsPrivate">Of a private line from the beginning.</param>
internal sealed record CallRules(ConsentSettings Consent, PrivateLines PrivateLines, bool IsPrivate);
