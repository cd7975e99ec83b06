namespace Supervision.Server.Data;

/// <summary>
/// The database cannot be asked now. Calls go on being recorded and journalled; pages show the text, which is fit for them.
/// </summary>
internal sealed class DatabaseUnavailableException : Exception
{
    private const string Text = "base de données indisponible";

    public DatabaseUnavailableException()
        : base(Text)
    {
    }

    public DatabaseUnavailableException(string reason)
        : base($"{Text} : {reason}")
    {
    }

    public DatabaseUnavailableException(string reason, Exception innerException)
        : base($"{Text} : {reason}", innerException)
    {
    }
}
