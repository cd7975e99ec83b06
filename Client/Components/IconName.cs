namespace Supervision.Client.Components;

/// <summary>The drawings that <see cref="Icon"/> knows.</summary>
public enum IconName
{
    Person,
    Headset,
    Voices,
    Record,
    Pause,
    Refused,
    Fault,
    Hold,
    Lag,
    Mute,
    Alarm,
    Critical,
    Notice,
    Check,
    Sound,
    SoundOff,
    Link,
    LinkOff,
    FullScreen,
    User,
    Search,
    Back,
    Play,
    Rewind,
    Forward,
    Info,
    Clock,
    Listen,
}
