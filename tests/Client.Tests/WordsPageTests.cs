using AngleSharp.Dom;
using Bunit;
using Supervision.Client.Admin;
using Supervision.Shared.Words;

namespace Supervision.Client.Tests;

public sealed class WordsPageTests : ScreenTest
{
    public WordsPageTests() => User.SetAuthorized("admin").SetRoles("Administrator");

    [Fact]
    public void Open_Supervisor_ReadsAndTriesButChangesNothing()
    {
        User.SetAuthorized("claire").SetRoles("Supervisor");
        var page = Render<WordsPage>();

        Assert.Contains("la liste fournie", page.Find(".current").TextContent, StringComparison.Ordinal);
        Assert.Equal("je vais te tuer", page.Find(".lines tbody code").TextContent);
        Assert.DoesNotContain(page.FindAll("button"), button => Read(button.TextContent) is "Modifier" or "Retirer" or "Ajouter une phrase" or "Remettre en service");
        Assert.Empty(page.FindAll("input[type=file]"));
    }

    [Fact]
    public void Try_Sentence_SaysWhatItRaisesAndWhyItIsLowered()
    {
        var page = Render<WordsPage>();
        page.Find("#try-sentence").Input("il m'a dit je vais te tuer");

        string hit = Read(page.Find(".hit").TextContent);
        Assert.Contains("Menace de mort – ", hit, StringComparison.Ordinal);
        Assert.Contains("atténué : propos rapportés (à cause de « m'a dit »)", hit, StringComparison.Ordinal);
        Assert.Equal("Serious", page.Find(".hit").GetAttribute("data-severity"));

        page.Find("#try-sentence").Input("bonjour");
        Assert.Contains("Rien ne donne l’alarme", page.Find(".trial").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_Phrase_IsCheckedWhileTypedAndGoesBesideItsLike()
    {
        var page = Render<WordsPage>();
        Button(page, "Ajouter une phrase").Click();
        Assert.Equal("DeathThreat", page.Find("#line-new-category").GetAttribute("value"));
        page.Find("#line-new-phrase").Input("je vais te [");
        Assert.Contains("« je vais te [ » ne peut pas être lu", page.Find("#line-new-error").TextContent, StringComparison.Ordinal);
        Assert.Equal("true", page.Find("#line-new-phrase").GetAttribute("aria-invalid"));
        page.Find(".line-form").Submit();
        Assert.Null(WordLists.Draft);

        page.Find("#line-new-category").Change("Insult");
        page.Find("#line-new-severity").Change("Notice");
        page.Find("#line-new-phrase").Input("fripouille");
        page.Find(".line-form").Submit();

        Assert.Equal("# à nous\ninsult notice: imbécile\ninsult notice: fripouille\ndeath-threat critical: je vais te tuer\n", WordLists.Draft!.Text);
        Assert.Contains("ajoutée au brouillon", page.Find(".messages").TextContent, StringComparison.Ordinal);
        Assert.Contains("insult notice: fripouille", page.Find(".diff").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_AddAndEdit_AreWrittenWholeAndStandTogether()
    {
        var page = Render<WordsPage>();
        Button(page, "Groupes 0").Click();
        Button(page, "Ajouter une phrase").Click();
        Assert.Empty(page.FindAll("#line-new-category"));
        Assert.Equal("group ", page.Find("#line-new-phrase").GetAttribute("value"));
        page.Find("#line-new-phrase").Input("group tuer: tuer|buter");
        page.Find(".line-form").Submit();

        Assert.EndsWith("\ngroup tuer: tuer|buter\n", WordLists.Draft!.Text, StringComparison.Ordinal);
        Assert.Equal("group tuer: tuer|buter", page.Find(".lines tbody code").TextContent);
        Button(page, "Modifier").Click();
        page.Find("#line-edit-phrase").Input("group tuer: tuer|buter|égorger");
        page.Find(".line-form").Submit();

        Assert.EndsWith("\ngroup tuer: tuer|buter|égorger\n", WordLists.Draft!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Search_Words_LooksThroughAllCategoriesAndNamesThem()
    {
        var page = Render<WordsPage>();
        page.Find("#lines-search").Input("IMB");

        Assert.Equal(("Insulte", "imbécile"), (page.Find(".lines .shelf").TextContent, page.Find(".lines tbody code").TextContent));
        Assert.DoesNotContain(page.FindAll(".tabs .choice"), tab => tab.GetAttribute("aria-pressed") == "true");

        Button(page, "Menace de mort 1").Click();
        Assert.Equal("je vais te tuer", Read(page.Find(".lines tbody th").TextContent));
    }

    [Fact]
    public void Edit_Line_KeepsAllOthers()
    {
        var page = Render<WordsPage>();
        Button(page, "Modifier").Click();
        page.Find("#line-edit-severity").Change("Serious");
        page.Find(".line-form").Submit();

        Assert.Equal("# à nous\ninsult notice: imbécile\ndeath-threat serious: je vais te tuer\n", WordLists.Draft!.Text);
    }

    [Fact]
    public void Remove_ThenUndo_BringsTheLineBack()
    {
        var page = Render<WordsPage>();
        Button(page, "Retirer").Click();
        Assert.Equal("# à nous\ninsult notice: imbécile\n", WordLists.Draft!.Text);

        Button(page, "Annuler").Click();

        Assert.Equal(WordLists.Versions[0].Text, WordLists.Draft!.Text);
    }

    [Fact]
    public void Publish_NeedsACommentAndSaysTheNewVersion()
    {
        WordLists.Draft = new WordListDraft("insult notice: fripouille", 3, 0, default, "denis");
        var page = Render<WordsPage>();
        page.Find(".publish").Submit();
        Assert.Contains("pourquoi", page.Find("#publish-error").TextContent, StringComparison.Ordinal);

        page.Find("#publish-comment").Input("Mot du maire");
        page.Find(".publish").Submit();

        Assert.Equal((1, "Mot du maire"), (WordLists.Current.Number, WordLists.Current.Comment));
        Assert.Contains("La version 1 est en service", page.Find(".messages").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".publish"));
    }

    [Fact]
    public void Publish_DraftWithMistakes_IsNotPossible()
    {
        WordLists.Draft = new WordListDraft("insult notice: imb[", 1, 0, default, "admin");
        var page = Render<WordsPage>();

        Assert.True(page.Find(".publish button[type=submit]").HasAttribute("disabled"));
        Button(page, "À corriger 1").Click();
        Assert.Contains("Ligne 1 :", Read(page.Find(".lines .field-error").TextContent), StringComparison.Ordinal);
    }

    [Fact]
    public void Change_SomebodyElseWasQuicker_SaysSoAndShowsTheirs()
    {
        var page = Render<WordsPage>();
        WordLists.Draft = new WordListDraft("death-threat critical: je te tue", 5, 0, default, "denis");
        Button(page, "Retirer").Click();

        Assert.Contains("Quelqu’un d’autre", page.Find(".messages").TextContent, StringComparison.Ordinal);
        Assert.Equal("je te tue", page.Find(".lines tbody code").TextContent);
        Assert.Equal(5, WordLists.Draft.Revision);
    }

    [Fact]
    public void Restore_OldVersion_IsPublishedAgainWithAComment()
    {
        WordLists.Versions.Add((new WordListVersion(1, default, "admin", "essai", 1), "insult notice: fripouille"));
        var page = Render<WordsPage>();
        Button(page, "Comparer").Click();
        Assert.Equal(5, page.FindAll(".diff-line").Count);

        Button(page, "Remettre en service").Click();
        page.Find("#restore-comment").Input("retour");
        page.Find(".restore").Submit();

        Assert.Equal((2, "retour"), (WordLists.Current.Number, WordLists.Current.Comment));
        Assert.Equal(WordLists.Versions[0].Text, WordLists.Versions[^1].Text);
    }

    [Fact]
    public void Open_DatabaseAway_ReadsOnly()
    {
        WordLists.IsAway = true;
        var page = Render<WordsPage>();

        Assert.Contains("base de données est absente", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain(page.FindAll("button"), button => Read(button.TextContent) == "Modifier");
    }

    private static IElement Button(IRenderedComponent<WordsPage> page, string text) =>
        page.FindAll("button").First(button => Read(button.TextContent) == text);
}
