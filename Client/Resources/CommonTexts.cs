namespace Supervision.Client.Resources;

/// <summary>Texts of the frame and words of the trade, used on several pages. The keys are in the resource files of the same name: French, and English beside it.</summary>
public sealed class CommonTexts;
