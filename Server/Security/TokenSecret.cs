using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Supervision.Server.Security;

/// <summary>Makes and compares the secrets of API tokens. Stateless.</summary>
internal static class TokenSecret
{
    /// <summary>So that a leaked token is known for what it is by secret scanners.</summary>
    internal const string Prefix = "sup_";

    /// <summary>256 bits: guessing is hopeless, so that a plain hash is enough to keep.</summary>
    private const int SecretBytes = 32;

    /// <summary>Prefix + 43 characters of base64url.</summary>
    internal const int Length = 47;

    internal static string New() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>False for what cannot be a token; such a thing is never looked up.</summary>
    internal static bool IsWellFormed(string? text) =>
        text is { Length: Length } && text.StartsWith(Prefix, StringComparison.Ordinal) && Base64Url.IsValid(text.AsSpan(Prefix.Length));

    internal static byte[] Hash(string secret) => SHA256.HashData(Encoding.ASCII.GetBytes(secret));

    /// <summary>Takes the same time whatever differs.</summary>
    internal static bool Matches(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> other) => CryptographicOperations.FixedTimeEquals(hash, other);
}
