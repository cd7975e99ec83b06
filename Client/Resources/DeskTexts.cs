namespace Supervision.Client.Resources;

/// <summary>Texts of the police desk. The keys are in the resource files of the same name: French, and English beside it.</summary>
public sealed class DeskTexts;
