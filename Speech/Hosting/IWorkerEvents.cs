using Supervision.Speech.Wire;

namespace Supervision.Speech.Hosting;

/// <summary>What a link tells the worker's supervisor; called on the link's receiving thread.</summary>
internal interface IWorkerEvents
{
    void OnReady(int sampleRate, int loadMs, bool hasVad, string vadFault);

    /// <summary>The worker says why it cannot work; its end follows.</summary>
    void OnFailed(WorkerFault fault, string reason);

    void OnStats(WorkerStats stats);

    /// <summary>How the scoring of voices goes; <paramref name="fault"/> is empty while nothing is wrong.</summary>
    void OnAggression(AggressionStats stats, string fault);

    /// <summary>A sign of life, five times a second.</summary>
    void OnAlive();

    /// <summary>A lane that is to move has just told where it is safe.</summary>
    void OnMovable(SpeechLane lane, bool isSpeaking);

    /// <summary>The connection is over. Nothing else comes.</summary>
    void OnEnded(string reason);
}
