namespace Supervision.Grains.Rules;

/// <summary>What words around a phrase tell of it. The words themselves are in <c>french-context.txt</c>.</summary>
internal enum ContextCue
{
    /// <summary>Just before: "vous n'êtes pas un…".</summary>
    Negation,

    /// <summary>Just after: "je te frapperai pas".</summary>
    NegationAfter,

    /// <summary>Before, or its own beginning: "il m'a dit…", "menace de…".</summary>
    Report,

    /// <summary>Just after: "…qu'il m'a dit".</summary>
    ReportAfter,

    /// <summary>Its own beginning: "je pourrais…".</summary>
    Conditional,

    /// <summary>Just before: "si…", "au cas où…".</summary>
    Hypothesis,

    /// <summary>Somewhere near: "la semaine dernière".</summary>
    Past,

    /// <summary>Just before an insult: "c'est un…", "mon voisin est un…".</summary>
    ThirdParty,

    /// <summary>Just before an insult: "je suis…".</summary>
    Self,

    /// <summary>Just after an insult: "…que je suis".</summary>
    SelfAfter,

    /// <summary>Just before an insult: "vous êtes un…"; it goes to whoever listens.</summary>
    Direct,
}
