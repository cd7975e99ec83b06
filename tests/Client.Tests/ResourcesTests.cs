using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Supervision.Client.Admin.Accounts;
using Supervision.Client.Resources;
using Supervision.Client.Services;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Tension;

namespace Supervision.Client.Tests;

public sealed partial class ResourcesTests : ScreenTest
{
    public static TheoryData<Type> Families => new(
        typeof(CommonTexts).Assembly.GetExportedTypes().Where(type => type.Namespace == typeof(CommonTexts).Namespace));

    [Theory]
    [MemberData(nameof(Families))]
    public void Texts_FrenchAndEnglish_HaveTheSameKeysAndPlaces(Type family)
    {
        Dictionary<string, string> french = Read(family, CultureInfo.InvariantCulture);
        Dictionary<string, string> english = Read(family, CultureInfo.GetCultureInfo("en"));
        Assert.NotEmpty(french);
        Assert.Equal(french.Keys.Order(StringComparer.Ordinal), english.Keys.Order(StringComparer.Ordinal));
        Assert.All(french, text => Assert.Equal(Places(text.Value), Places(english[text.Key])));
        Assert.All(french.Values.Concat(english.Values), text => Assert.False(string.IsNullOrWhiteSpace(text)));
    }

    [Theory]
    [InlineData(typeof(Lane))]
    [InlineData(typeof(CallSource))]
    [InlineData(typeof(CallState))]
    [InlineData(typeof(CallEndReason))]
    [InlineData(typeof(RecordingState))]
    [InlineData(typeof(TranscriptionState))]
    [InlineData(typeof(AlarmCategory))]
    [InlineData(typeof(AlarmSeverity))]
    [InlineData(typeof(WordLowering))]
    [InlineData(typeof(AlarmState))]
    [InlineData(typeof(AlarmOutcome))]
    [InlineData(typeof(PartState))]
    [InlineData(typeof(TensionLevel))]
    public void Vocabulary_EveryValue_HasAWord(Type vocabulary)
    {
        var texts = Services.GetRequiredService<IStringLocalizer<CommonTexts>>();
        Assert.All(Enum.GetNames(vocabulary), name => Assert.False(texts[$"{vocabulary.Name}.{name}"].ResourceNotFound, $"{vocabulary.Name}.{name}"));
    }

    [Theory]
    [InlineData(typeof(AlarmStepKind), "Step")]
    [InlineData(typeof(AlarmRefusal), "Refusal")]
    public void Alarms_EveryStepAndRefusal_HasItsText(Type vocabulary, string family)
    {
        var texts = Services.GetRequiredService<IStringLocalizer<AlarmTexts>>();
        Assert.All(Enum.GetNames(vocabulary), name => Assert.False(texts[$"{family}.{name}"].ResourceNotFound, $"{family}.{name}"));
    }

    [Theory]
    [InlineData(typeof(AccountFault), "Fault")]
    [InlineData(typeof(AccountState), "Find")]
    public void Accounts_EveryRefusalAndState_HasItsText(Type vocabulary, string family)
    {
        var texts = Services.GetRequiredService<IStringLocalizer<AccountAdminTexts>>();
        Assert.All(Enum.GetNames(vocabulary), name => Assert.False(texts[$"{family}.{name}"].ResourceNotFound, $"{family}.{name}"));
    }

    [Fact]
    public void Localizer_FollowsTheLanguageOfTheScreen()
    {
        var texts = Services.GetRequiredService<IStringLocalizer<WallBoardTexts>>();
        Assert.Equal("Aucune alarme ouverte", texts["Alarms.None"]);
        Speak("en");
        Assert.Equal("No open alarm", texts["Alarms.None"]);
        Speak("de");
        Assert.Equal("Aucune alarme ouverte", texts["Alarms.None"]);
    }

    private static string Places(string text) => string.Join(',', PlaceHolder().Matches(text).Select(match => match.Value).Order(StringComparer.Ordinal));

    private static Dictionary<string, string> Read(Type family, CultureInfo culture)
    {
        ResourceSet set = new ResourceManager(family.FullName!, family.Assembly).GetResourceSet(culture, createIfNotExists: true, tryParents: false)
            ?? throw new MissingManifestResourceException($"{family.Name} {culture.Name}");
        return set.Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);
    }

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex PlaceHolder();
}
