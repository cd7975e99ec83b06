using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Supervision.Server.Security;

/// <summary>
/// Hashes and checks passwords with ASP.NET Core Identity's hasher (PBKDF2, HMAC-SHA512). A few at a time: a crowd at the door must
/// not take the processor from the calls. Thread-safe.
/// </summary>
internal sealed class Passwords : IDisposable
{
    /// <summary>OWASP's advice for PBKDF2-HMAC-SHA512.</summary>
    internal const int Iterations = 210_000;

    /// <summary>Longer ones cost hashing time and protect nobody.</summary>
    internal const int MaxLength = 256;

    /// <summary>Hashes at once: half of the smallest machine that the console is made for.</summary>
    private const int AtOnce = 1;

    /// <summary>Without look-alikes: these are read from a screen and typed.</summary>
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    /// <summary>20 × log2(56) = 116 bits.</summary>
    private const int RandomLength = 20;

    private readonly PasswordHasher<Account> hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));
    private readonly SemaphoreSlim places = new(AtOnce);
    private readonly Lazy<string> nobodysHash;

    public Passwords() => nobodysHash = new Lazy<string>(() => hasher.HashPassword(null!, Random()));

    internal async Task<string> HashAsync(string password, CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => hasher.HashPassword(null!, password), cancellationToken);
        }
        finally
        {
            places.Release();
        }
    }

    /// <summary>Takes as long for nobody (<paramref name="account"/> null) as for somebody; the answer is Failed then.</summary>
    internal async Task<PasswordVerificationResult> VerifyAsync(Account? account, string password, CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken);
        try
        {
            string hash = account?.PasswordHash ?? nobodysHash.Value;
            PasswordVerificationResult result = await Task.Run(() => hasher.VerifyHashedPassword(null!, hash, password), cancellationToken);
            return account is null ? PasswordVerificationResult.Failed : result;
        }
        finally
        {
            places.Release();
        }
    }

    internal static string Random() => RandomNumberGenerator.GetString(Alphabet, RandomLength);

    public void Dispose() => places.Dispose();
}
