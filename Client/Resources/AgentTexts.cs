namespace Supervision.Client.Resources;

/// <summary>Texts of the agent's page and of the advice. The keys are in the resource files of the same name: French, and English beside it.</summary>
public sealed class AgentTexts;
