using Supervision.Grains.Rules;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;

namespace Supervision.Grains.Tests.Rules;

/// <summary>The list that comes with the console, on sentences as they are said to a town hall.</summary>
public sealed class DefaultListTests
{
    private static readonly AlarmWordList List = AlarmWordList.LoadDefault();

    [Theory]
    [InlineData("je vais te tuer", AlarmCategory.DeathThreat)]
    [InlineData("je vais vous tuer vous m'entendez", AlarmCategory.DeathThreat)]
    [InlineData("si ça continue je vais vous casser la figure", AlarmCategory.Threat)]
    [InlineData("je sais où vous habitez madame", AlarmCategory.Threat)]
    [InlineData("je sais où tu travailles", AlarmCategory.Threat)]
    [InlineData("je vais mettre le feu à la mairie", AlarmCategory.PropertyThreat)]
    [InlineData("je vais foutre le feu à votre bureau", AlarmCategory.PropertyThreat)]
    [InlineData("tu vas mourir", AlarmCategory.DeathThreat)]
    [InlineData("t'es mort t'entends", AlarmCategory.DeathThreat)]
    [InlineData("je vous jure sur la tête de ma mère que je vous bute", AlarmCategory.DeathThreat)]
    [InlineData("je vais venir avec un fusil", AlarmCategory.Weapon)]
    [InlineData("j'ai un couteau", AlarmCategory.Weapon)]
    [InlineData("vous allez me le payer cher", AlarmCategory.Threat)]
    [InlineData("je vous attends à la sortie", AlarmCategory.Threat)]
    [InlineData("je vais vous péter les dents", AlarmCategory.Threat)]
    [InlineData("il y a une bombe dans le hall", AlarmCategory.Weapon)]
    [InlineData("vous ne perdez rien pour attendre", AlarmCategory.Threat)]
    [InlineData("je connais vos enfants", AlarmCategory.Threat)]
    [InlineData("ça va mal finir cette histoire", AlarmCategory.Threat)]
    [InlineData("je viens tout casser non je vais tout casser", AlarmCategory.PropertyThreat)]
    [InlineData("je vais te planter", AlarmCategory.DeathThreat)]
    [InlineData("espèce d'imbécile", AlarmCategory.Insult)]
    [InlineData("vous êtes des abrutis", AlarmCategory.Insult)]
    [InlineData("pauvre con", AlarmCategory.Insult)]
    [InlineData("quel connard celui-là", AlarmCategory.Insult)]
    [InlineData("allez vous faire foutre", AlarmCategory.Insult)]
    [InlineData("bande d'incapables non bande de nuls", AlarmCategory.Insult)]
    [InlineData("vous êtes vraiment une incapable", AlarmCategory.Insult)]
    [InlineData("ferme ta gueule", AlarmCategory.Insult)]
    [InlineData("tu me fais chier", AlarmCategory.Insult)]
    [InlineData("sale conne", AlarmCategory.Insult)]
    [InlineData("au secours il est là", AlarmCategory.Emergency)]
    [InlineData("à l'aide", AlarmCategory.Emergency)]
    [InlineData("envoyez vite une ambulance", AlarmCategory.Emergency)]
    [InlineData("il a un couteau dans la main", AlarmCategory.Weapon)]
    [InlineData("mon mari me frappe enfin il me frappe", AlarmCategory.Emergency)]
    [InlineData("il y a le feu au deuxième étage", AlarmCategory.Emergency)]
    [InlineData("elle ne respire plus", AlarmCategory.Emergency)]
    [InlineData("il y a des blessés", AlarmCategory.Emergency)]
    [InlineData("on a entendu des coups de feu", AlarmCategory.Weapon)]
    [InlineData("je vais me suicider", AlarmCategory.Distress)]
    [InlineData("quelqu'un est entré chez moi", AlarmCategory.Emergency)]
    [InlineData("ça sent le gaz dans l'escalier", AlarmCategory.Emergency)]
    [InlineData("il y a un début d'incendie", AlarmCategory.Emergency)]
    [InlineData("on m'agresse", AlarmCategory.Emergency)]
    public void OnFinal_Alarming_IsHeard(string sentence, AlarmCategory category)
    {
        List<WordFinding> found = Hear(sentence);

        Assert.True(found.Count > 0, $"nothing heard in '{sentence}'");
        Assert.Contains(found, finding => finding.Category == category);
    }

    [Theory]
    [InlineData("ce bruit va me tuer")]
    [InlineData("je suis mort de fatigue")]
    [InlineData("tu es mort de rire ou quoi")]
    [InlineData("mon chien est mort hier")]
    [InlineData("ma mère est morte en mars je viens pour l'acte de décès")]
    [InlineData("tournez à droite au feu rouge")]
    [InlineData("au feu vous prenez à gauche non au feu tricolore")]
    [InlineData("il y a le feu d'artifice samedi")]
    [InlineData("je demande l'aide sociale")]
    [InlineData("j'appelle pour l'aide juridictionnelle")]
    [InlineData("je voudrais un dossier à l'aide à domicile")]
    [InlineData("je donne au secours populaire")]
    [InlineData("je vous rappelle avant la fin du mois")]
    [InlineData("je vais vous attendre au guichet")]
    [InlineData("je sais où vous êtes c'est rue de la paix")]
    [InlineData("je sais où se trouve la mairie")]
    [InlineData("vous allez me casser les pieds longtemps")]
    [InlineData("la route est coupée à cause d'un arbre")]
    [InlineData("j'ai un fusil de chasse à déclarer")]
    [InlineData("j'ai une arme de mon grand-père à rendre")]
    [InlineData("j'ai acheté des couteaux de cuisine")]
    [InlineData("les ordures de la rue ne sont pas ramassées")]
    [InlineData("une vache est sur la route")]
    [InlineData("mon fils est débile léger il a un dossier à la maison du handicap")]
    [InlineData("je vais vous retrouver le numéro du dossier")]
    [InlineData("je vais vous descendre les papiers cet après-midi")]
    [InlineData("il y a un problème de chauffage")]
    [InlineData("je suis enfermé dehors je n'ai plus mes clés")]
    [InlineData("vous êtes une aide précieuse")]
    [InlineData("vous êtes très aimable")]
    [InlineData("je ne vais pas vous tuer rassurez-vous")]
    [InlineData("je vais sûrement pas te frapper")]
    [InlineData("le voisin met la musique à fond c'est à mourir de rire")]
    [InlineData("je meurs de faim")]
    [InlineData("il respire mieux merci")]
    [InlineData("je veux en finir avec ce dossier")]
    [InlineData("il faut dégager le trottoir")]
    [InlineData("vous concluez le contrat quand")]
    [InlineData("le docteur qui me suit depuis dix ans")]
    [InlineData("un concert est prévu place du marché")]
    [InlineData("je vais vous taper mon courrier")]
    [InlineData("que faire s'il y a un incendie")]
    public void OnFinal_HarmlessLookAlike_IsNotHeard(string sentence)
    {
        List<WordFinding> found = Hear(sentence);

        Assert.True(found.Count == 0, $"'{sentence}': heard {string.Join(", ", found.Select(finding => finding.Reason.Heard))}");
    }

    private static List<WordFinding> Hear(string sentence)
    {
        var found = new List<WordFinding>();
        new WordRule(new LiveWordList(List)).OnFinal(
            new Utterance { Lane = Lane.Caller, Kind = UtteranceKind.Speech, StartMs = 0, EndMs = 1000, Text = sentence },
            found);
        return found;
    }
}
