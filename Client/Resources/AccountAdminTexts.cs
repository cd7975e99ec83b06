namespace Supervision.Client.Resources;

/// <summary>Texts of the page of accounts and API tokens. The keys are in the resource files of the same name: French, and English beside it.</summary>
public sealed class AccountAdminTexts;
