using Supervision.Client.Components;

namespace Supervision.Client.Alarms;

/// <summary>What the questions about an alarm share.</summary>
/// <typeparam name="T">What it asks about.</typeparam>
public abstract class AlarmDialog<T> : ModalDialog<T>
    where T : class
{
    /// <summary>Characters; a note, not a report.</summary>
    protected const int NoteLength = 500;
}
