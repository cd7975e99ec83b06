namespace Supervision.Speech.Tests;

public sealed class SpeechSettingsTests
{
    [Fact]
    public void Errors_Defaults_None() => Assert.Empty(new SpeechSettings().Errors());

    [Fact]
    public void Errors_EverythingWrong_ListsAllWithNameAndRange()
    {
        var settings = new SpeechSettings
        {
            Workers = -1,
            Threads = 65,
            Language = "french",
            ModelsUrl = "ftp://x",
            ModelDirectory = "/does/not/exist",
            MaxLagMs = 10,
            MaxWorkerMemoryMb = 1,
            MaxWorkerAgeMinutes = 0,
            WarmRecognisers = -2,
        };

        string[] errors = [.. settings.Errors()];

        Assert.Equal(9, errors.Length);
        Assert.Contains("Speech:MaxLagMs is 10; it must be between 1000 and 60000.", errors);
    }
}
