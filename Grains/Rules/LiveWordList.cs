namespace Supervision.Grains.Rules;

/// <summary>The list that is in effect. Calls read it at the start of each utterance; whoever publishes sets it. Safe from any thread.</summary>
public sealed class LiveWordList(AlarmWordList initial)
{
    private volatile AlarmWordList _current = initial;

    public AlarmWordList Current => _current;

    public void Use(AlarmWordList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        _current = list;
    }
}
