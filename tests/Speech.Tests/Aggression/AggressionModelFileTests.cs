using Supervision.Speech.Aggression;

namespace Supervision.Speech.Tests.Aggression;

public sealed class AggressionModelFileTests
{
    [Fact]
    public void Read_NetworkAndCardBelongTogether_GivesBoth()
    {
        using var folder = new ModelFolder(OnnxGraph.Peak());

        AggressionModelFile model = AggressionModelFile.Read(folder.Directory);

        Assert.Equal("aggression 7", model.Card.FullName);
        Assert.Equal("CC0-1.0", model.Card.Licence);
        Assert.Equal(OnnxGraph.Peak(), model.Network);
    }

    [Fact]
    public void Read_OneByteChanged_IsRefusedByItsHash()
    {
        using var folder = new ModelFolder(OnnxGraph.Peak());
        byte[] network = File.ReadAllBytes(folder.Network);
        network[^1] ^= 1;
        File.WriteAllBytes(folder.Network, network);

        Assert.Contains("SHA-256", Refusal(folder), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_CardWithoutHash_IsRefused()
    {
        using var folder = new ModelFolder(OnnxGraph.Peak(), sha256: "");

        Assert.Contains("SHA-256", Refusal(folder), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OtherHopThanTheCalls_SaysWhatItWantsAndWhatItGets()
    {
        using var folder = new ModelFolder(OnnxGraph.Peak(), hopSeconds: 0.25);

        Assert.Contains("windows of 2 s every 0.25 s", Refusal(folder), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_CardIsNoJson_IsRefused()
    {
        using var folder = new ModelFolder(OnnxGraph.Peak());
        File.WriteAllText(folder.Card, "version 1");

        Assert.Contains("no model card", Refusal(folder), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_CardWithoutVersion_IsRefused()
    {
        using var folder = new ModelFolder(OnnxGraph.Peak(), version: "");

        Assert.Contains("version", Refusal(folder), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_HalfAModel_IsSeenAndRefused()
    {
        using var folder = new ModelFolder(OnnxGraph.Peak());
        File.Delete(folder.Network);

        Assert.True(AggressionModelFile.IsIn(folder.Directory));
        Assert.Contains("cannot be read", Refusal(folder), StringComparison.Ordinal);
    }

    private static string Refusal(ModelFolder folder) =>
        Assert.Throws<InvalidDataException>(() => AggressionModelFile.Read(folder.Directory)).Message;
}
