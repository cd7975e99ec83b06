namespace Supervision.Client.Resources;

/// <summary>Texts of listening to a live call. The keys are in the resource files of the same name: French, and English beside it.</summary>
public sealed class ListeningTexts;
