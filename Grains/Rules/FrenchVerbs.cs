using System.Collections.Frozen;

namespace Supervision.Grains.Rules;

/// <summary>
/// The forms of French verbs, as a recogniser may write them: each group holds its homophones, so that "tuer" also finds "tué", "tuez" and
/// "tuais". Verbs in -er and those like finir are built by rule, the others are in a table. Pure; used when a list is read.
/// </summary>
internal static class FrenchVerbs
{
    private static readonly string[] SoundLikeEr = ["er", "ez", "é", "ée", "és", "ées", "ai", "ais", "ait", "aient"];
    private static readonly string[] Future = ["ai", "as", "a", "ons", "ez", "ont", "ais", "ait", "ions", "iez", "aient"];
    private static readonly string[] Imperfect = ["ais", "ait", "ions", "iez", "aient"];

    /// <summary>Present, stem of the future, stem of the imperfect, participle.</summary>
    private static readonly FrozenDictionary<string, Irregular> Table = new Dictionary<string, Irregular>(StringComparer.Ordinal)
    {
        ["aller"] = new("vais vas va allons allez vont", "ir", "all", "allé allée allés"),
        ["avoir"] = new("ai as a avons avez ont", "aur", "av", "eu eue"),
        ["battre"] = new("bats bat battons battez battent", "battr", "batt", "battu battue battus"),
        ["connaître"] = new("connais connaît connaissons connaissez connaissent", "connaîtr", "connaiss", "connu connue connus"),
        ["courir"] = new("cours court courons courez courent", "courr", "cour", "couru"),
        ["détruire"] = new("détruis détruit détruisons détruisez détruisent", "détruir", "détruis", "détruit détruite détruits"),
        ["devoir"] = new("dois doit devons devez doivent", "devr", "dev", "dû"),
        ["dire"] = new("dis dit disons dites disent", "dir", "dis", "dit dite dits"),
        ["écrire"] = new("écris écrit écrivons écrivez écrivent", "écrir", "écriv", "écrit écrite écrits"),
        ["être"] = new("suis es est sommes êtes sont", "ser", "ét", "été"),
        ["faire"] = new("fais fait faisons faites font", "fer", "fais", "fait faite faits"),
        ["falloir"] = new("faut", "faudr", "fall", "fallu"),
        ["foutre"] = new("fous fout foutons foutez foutent", "foutr", "fout", "foutu foutue foutus"),
        ["mettre"] = new("mets met mettons mettez mettent", "mettr", "mett", "mis mise"),
        ["mourir"] = new("meurs meurt mourons mourez meurent", "mourr", "mour", "mort morte morts"),
        ["ouvrir"] = new("ouvre ouvres ouvrons ouvrez ouvrent", "ouvrir", "ouvr", "ouvert ouverte"),
        ["partir"] = new("pars part partons partez partent", "partir", "part", "parti partie partis"),
        ["pouvoir"] = new("peux peut pouvons pouvez peuvent", "pourr", "pouv", "pu"),
        ["prendre"] = new("prends prend prenons prenez prennent", "prendr", "pren", "pris prise"),
        ["recevoir"] = new("reçois reçoit recevons recevez reçoivent", "recevr", "recev", "reçu reçue reçus"),
        ["réduire"] = new("réduis réduit réduisons réduisez réduisent", "réduir", "réduis", "réduit réduite réduits"),
        ["savoir"] = new("sais sait savons savez savent", "saur", "sav", "su"),
        ["sentir"] = new("sens sent sentons sentez sentent", "sentir", "sent", "senti"),
        ["servir"] = new("sers sert servons servez servent", "servir", "serv", "servi"),
        ["sortir"] = new("sors sort sortons sortez sortent", "sortir", "sort", "sorti sortie sortis"),
        ["suivre"] = new("suis suit suivons suivez suivent", "suivr", "suiv", "suivi suivie suivis"),
        ["tenir"] = new("tiens tient tenons tenez tiennent", "tiendr", "ten", "tenu tenue tenus"),
        ["valoir"] = new("vaux vaut valons valez valent", "vaudr", "val", "valu"),
        ["venir"] = new("viens vient venons venez viennent", "viendr", "ven", "venu venue venus"),
        ["vivre"] = new("vis vit vivons vivez vivent", "vivr", "viv", "vécu"),
        ["voir"] = new("vois voit voyons voyez voient", "verr", "voy", "vu vue vus"),
        ["vouloir"] = new("veux veut voulons voulez veulent", "voudr", "voul", "voulu"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>In front of a verb of the table: revenir, poursuivre, promettre, abattre.</summary>
    private static readonly string[] Prefixes =
        ["re", "ré", "r", "dé", "de", "a", "ap", "com", "con", "contre", "inter", "par", "per", "pour", "pro", "sou", "sub", "sur", "trans"];

    /// <summary>Those that double their consonant where others take an accent.</summary>
    private static readonly FrozenDictionary<string, string> Doubling = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["jeter"] = "jett",
        ["appeler"] = "appell",
        ["rappeler"] = "rappell",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Names of the groups in a phrase: <c>{tuer}</c> or <c>{tuer:inf}</c>, <c>{tuer:pres}</c>, …</summary>
    internal static bool TryForm(string name, out VerbForm form)
    {
        (bool isKnown, form) = name switch
        {
            "inf" => (true, VerbForm.Infinitive),
            "pres" => (true, VerbForm.Present),
            "fut" => (true, VerbForm.Future),
            "imp" => (true, VerbForm.Imperfect),
            "part" => (true, VerbForm.Participle),
            "tout" => (true, VerbForm.All),
            _ => (false, VerbForm.Infinitive),
        };
        return isKnown;
    }

    /// <summary>False for a verb that no rule and no line of the table knows.</summary>
    internal static bool TryForms(string verb, VerbForm form, List<string> forms)
    {
        if (form == VerbForm.All)
        {
            return TryForms(verb, VerbForm.Infinitive, forms) && TryForms(verb, VerbForm.Present, forms)
                && TryForms(verb, VerbForm.Future, forms) && TryForms(verb, VerbForm.Imperfect, forms)
                && TryForms(verb, VerbForm.Participle, forms);
        }

        if (Find(verb, out string prefix, out Irregular irregular))
        {
            List<string> simple = [];
            AddIrregular(verb[prefix.Length..], irregular, form, simple);
            AddAll(prefix, simple, forms);
            return true;
        }

        if (verb.Length > 3 && verb.EndsWith("er", StringComparison.Ordinal))
        {
            AddEr(verb, form, forms);
            return true;
        }

        if (verb.Length > 3 && verb.EndsWith("ir", StringComparison.Ordinal) && !verb.EndsWith("oir", StringComparison.Ordinal))
        {
            AddIr(verb, form, forms);
            return true;
        }

        return false;
    }

    private static bool Find(string verb, out string prefix, out Irregular irregular)
    {
        prefix = "";
        if (Table.TryGetValue(verb, out irregular!))
        {
            return true;
        }

        // Like pendre: the stem is the whole verb without -re. Prendre and craindre are not.
        if (verb.Length > 5 && verb.EndsWith("dre", StringComparison.Ordinal) && !verb.EndsWith("prendre", StringComparison.Ordinal) && verb[^4] is 'n' or 'r' && verb[^5] is not 'i')
        {
            string stem = verb[..^2];
            irregular = new Irregular($"{stem}s {stem} {stem}ons {stem}ez {stem}ent", verb[..^1], stem, $"{stem}u {stem}ue {stem}us");
            return true;
        }

        foreach (string candidate in Prefixes)
        {
            if (verb.StartsWith(candidate, StringComparison.Ordinal) && Table.TryGetValue(verb[candidate.Length..], out irregular!))
            {
                prefix = candidate;
                return true;
            }
        }

        return false;
    }

    private static void AddIrregular(string verb, Irregular irregular, VerbForm form, List<string> forms)
    {
        switch (form)
        {
            case VerbForm.Infinitive when verb == "aller":
                AddAll("", ["aller", "allez", "allé", "allais", "allait"], forms);
                break;
            case VerbForm.Infinitive:
                forms.Add(verb);
                break;
            case VerbForm.Present:
                AddAll("", irregular.Present.Split(' '), forms);
                break;
            case VerbForm.Future:
                AddAll(irregular.FutureStem, Future, forms);
                break;
            case VerbForm.Imperfect:
                AddAll(irregular.ImperfectStem, Imperfect, forms);
                break;
            default:
                AddAll("", irregular.Participle.Split(' '), forms);
                break;
        }
    }

    private static void AddEr(string verb, VerbForm form, List<string> forms)
    {
        string stem = verb[..^2];
        switch (form)
        {
            case VerbForm.Infinitive or VerbForm.Participle:
                AddAll(stem, SoundLikeEr, forms);
                break;
            case VerbForm.Present:
                AddAll(OpenStem(verb, stem), ["e", "es", "ent"], forms);
                AddAll(stem, ["ons", "eons", "ez"], forms);
                AddAll(SoftStem(stem), ["e", "es", "ent"], forms);
                break;
            case VerbForm.Future:
                AddAll(OpenStem(verb, stem) + "er", Future, forms);
                AddAll(SoftStem(stem) + "er", Future, forms);
                break;
            default:
                AddAll(stem, Imperfect, forms);
                AddAll(stem, ["eais", "eait", "eaient"], forms);
                break;
        }
    }

    private static void AddIr(string verb, VerbForm form, List<string> forms)
    {
        string stem = verb[..^2];
        switch (form)
        {
            case VerbForm.Infinitive:
                forms.Add(verb);
                break;
            case VerbForm.Present:
                AddAll(stem, ["is", "it", "issons", "issez", "issent"], forms);
                break;
            case VerbForm.Future:
                AddAll(verb, Future, forms);
                break;
            case VerbForm.Imperfect:
                AddAll(stem + "iss", Imperfect, forms);
                break;
            default:
                AddAll(stem, ["i", "ie", "is", "it", "ies"], forms);
                break;
        }
    }

    /// <summary>Before a silent ending an e or é in the last syllable opens: crever, je crève.</summary>
    private static string OpenStem(string verb, string stem)
    {
        if (Doubling.TryGetValue(verb, out string? doubled))
        {
            return doubled;
        }

        bool opens = stem.Length > 2 && stem[^2] is 'e' or 'é' && stem[^1] is not ('r' or 's') && !"aeiouyé".Contains(stem[^1], StringComparison.Ordinal);
        return opens ? string.Concat(stem.AsSpan(0, stem.Length - 2), "è", stem.AsSpan(stem.Length - 1)) : stem;
    }

    /// <summary>Before a silent ending y becomes i: essayer, j'essaie; noyer, je noierai.</summary>
    private static string SoftStem(string stem) => stem[^1] == 'y' ? $"{stem[..^1]}i" : stem;

    private static void AddAll(string stem, IEnumerable<string> endings, List<string> forms)
    {
        foreach (string ending in endings)
        {
            forms.Add(stem + ending);
        }
    }

    private sealed record Irregular(string Present, string FutureStem, string ImperfectStem, string Participle);
}

/// <summary>A group of forms of a verb, with what sounds like them.</summary>
internal enum VerbForm
{
    Infinitive,
    Present,

    /// <summary>Future and conditional: "je tuerai" and "je tuerais" sound alike.</summary>
    Future,

    Imperfect,
    Participle,
    All,
}
