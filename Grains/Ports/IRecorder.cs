using Supervision.Shared;

namespace Supervision.Grains.Ports;

/// <summary>What a grain may ask of the recorder. Payloads do not pass through the grain: recording never depends on analysis.</summary>
public interface IRecorder
{
    /// <summary>From now on nothing of the call is written.</summary>
    void Pause(CallId callId);

    void Resume(CallId callId);

    /// <summary>The person refused: what was written is erased and nothing more is.</summary>
    void Refuse(CallId callId);
}
