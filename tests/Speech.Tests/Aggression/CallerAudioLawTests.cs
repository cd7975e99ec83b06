using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.ML.OnnxRuntime;
using Supervision.Shared;
using Supervision.Speech.Vad;
using Supervision.Speech.Worker;
using Supervision.Speech.Worker.Aggression;

namespace Supervision.Speech.Tests.Aggression;

/// <summary>
/// The law in the types (Regulation (EU) 2024/1689 art. 5(1)(f)): whatever the acoustic model hears came from a live caller's lane. Read
/// from the built assembly, so that a new path is found whoever writes it.
/// </summary>
public sealed class CallerAudioLawTests
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Assembly Speech = typeof(SpeechHost).Assembly;
    private static readonly CallerAudioQueue Queue = new(TimeProvider.System);

    [Fact]
    public void CallerAudio_Type_IsSealedAndOnlyItselfConstructsIt()
    {
        Assert.True(typeof(CallerAudio).IsSealed && typeof(CallerAudio).IsClass);
        Assert.All(typeof(CallerAudio).GetConstructors(All), constructor => Assert.True(constructor.IsPrivate));
        Assert.Equal([typeof(CallerAudio.Source)], TypesThatName(member => member is ConstructorInfo && member.DeclaringType == typeof(CallerAudio)));
    }

    [Fact]
    public void CallerAudio_Samples_AreReachedForWritingByItsSourceOnly()
    {
        FieldInfo samples = Assert.Single(typeof(CallerAudio).GetFields(All), field => field.FieldType == typeof(short[]));

        Assert.True(samples.IsPrivate);
        Assert.Equal(
            [typeof(CallerAudio), typeof(CallerAudio.Source)],
            TypesThatName(member => member == samples).OrderBy(type => type.Name == nameof(CallerAudio.Source)));
        Assert.Equal(typeof(ReadOnlySpan<short>), typeof(CallerAudio).GetProperty(nameof(CallerAudio.Samples), All)!.PropertyType);
        Assert.All(
            typeof(CallerAudio).GetProperties(All).Where(property => property.Name is nameof(CallerAudio.Lane) or nameof(CallerAudio.From)),
            property => Assert.True(property.SetMethod!.IsPrivate));
    }

    [Fact]
    public void Source_Type_IsMadeByItsOwnRuleOnly()
    {
        Assert.All(typeof(CallerAudio.Source).GetConstructors(All), constructor => Assert.True(constructor.IsPrivate));
        Assert.Equal(
            [typeof(CallerAudio.Source)],
            TypesThatName(member => member is ConstructorInfo && member.DeclaringType == typeof(CallerAudio.Source)));
        Assert.Equal([typeof(WorkerLane)], TypesThatName(member => member is MethodInfo { Name: nameof(CallerAudio.Source.Of) }
            && member.DeclaringType == typeof(CallerAudio.Source)));
    }

    [Theory]
    [InlineData(Lane.Caller, false, true)]
    [InlineData(Lane.Caller, true, false)]
    [InlineData(Lane.Agent, false, false)]
    [InlineData(Lane.Agent, true, false)]
    [InlineData(Lane.Mixed, false, false)]
    [InlineData(Lane.Mixed, true, false)]
    [InlineData((Lane)0, false, false)]
    [InlineData((Lane)250, false, false)]
    public void Of_EachLane_GivesASourceToALiveCallerOnly(Lane lane, bool isBatch, bool isScored)
    {
        Assert.Equal(isScored, CallerAudio.Source.Of(lane, isBatch, 1, Queue) is not null);
    }

    [Fact]
    public void Scorer_Members_TakeCallerAudioAndNoOtherAudio()
    {
        // Besides the network's own bytes: places and batch sizes, and the caller's audio.
        Type[] taken = [.. typeof(AggressionScorer).GetMethods(All).Concat<MethodBase>(typeof(AggressionScorer).GetConstructors(All))
            .Where(method => !method.IsPrivate)
            .SelectMany(method => method.GetParameters())
            .Select(parameter => parameter.ParameterType)
            .Distinct()];

        Assert.Equal([typeof(int), typeof(CallerAudio), typeof(byte[])], taken);
        Assert.All(typeof(AggressionScorer).GetFields(All), field => Assert.True(field.IsPrivate || field.IsLiteral));
    }

    [Fact]
    public void OnnxRuntime_Sessions_AreTheVadsAndTheScorersOnly()
    {
        Assert.Equal(
            [nameof(AggressionScorer), nameof(SileroVad)],
            TypesThatName(member => member is ConstructorInfo && member.DeclaringType == typeof(InferenceSession)).Select(type => type.Name).Order());
        Assert.Equal([typeof(AggressionLoop)], TypesThatName(member => member is ConstructorInfo && member.DeclaringType == typeof(AggressionScorer)));
    }

    [Fact]
    public void Tests_ReadingTheCode_FindWhatIsThere()
    {
        // Were nothing ever found, the tests above would say nothing.
        Assert.Contains(typeof(WorkerLane), TypesThatName(member => member is ConstructorInfo && member.DeclaringType == typeof(LaneIntake)));
    }

    /// <summary>Uninitialised objects and unsafe accessors would go round a private constructor: nobody uses them.</summary>
    [Fact]
    public void Assembly_Code_MakesNoObjectBehindItsConstructor()
    {
        Assert.Empty(TypesThatName(member => member is MethodInfo { Name: nameof(RuntimeHelpers.GetUninitializedObject) }));
        Assert.DoesNotContain(
            Speech.GetTypes().SelectMany(type => type.GetMethods(All)),
            method => method.GetCustomAttribute<UnsafeAccessorAttribute>() is not null);
    }

    private static IReadOnlySet<Type> TypesThatName(Func<MemberInfo, bool> wanted) => IlCalls.TypesThatName(Speech, wanted);
}
