namespace Supervision.Client.Resources;

/// <summary>Texts of alarms, on the wall-board and in their history. The keys are in the resource files of the same name: French, and English beside it.</summary>
public sealed class AlarmTexts;
