using System.IO.Compression;
using System.Security.Cryptography;
using Supervision.Speech.Models;

namespace Supervision.Speech.Tests.Models;

/// <summary>Archives in the layout of the public ones.</summary>
internal static class TestArchive
{
    internal const string Name = "vosk-test";

    /// <summary>A folder with the files of a model, none of them usable, and some bytes that do not compress.</summary>
    internal static byte[] Make(params (string Name, byte[] Bytes)[] more)
    {
        byte[] noise = new byte[300_000];
        new Random(1).NextBytes(noise);
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, Name + "/", []);
            Add(zip, Name + "/am/final.mdl", noise);
            Add(zip, Name + "/conf/mfcc.conf", "--sample-frequency=16000\n"u8.ToArray());
            foreach ((string name, byte[] bytes) in more)
            {
                Add(zip, name, bytes);
            }
        }

        return memory.ToArray();
    }

    internal static ModelEntry Entry(byte[] archive) => new()
    {
        Name = Name,
        Kind = "speech",
        Language = "fr",
        Version = "1",
        Url = "http://127.0.0.1:1/vosk-test.zip",
        Size = archive.Length,
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(archive)),
        Licence = "CC0-1.0",
        Purpose = "Tests.",
        Rank = 1,
    };

    private static void Add(ZipArchive zip, string name, byte[] bytes)
    {
        ZipArchiveEntry entry = zip.CreateEntry(name);
        if (!name.EndsWith('/'))
        {
            using Stream stream = entry.Open();
            stream.Write(bytes);
        }
    }
}
