namespace Supervision.Speech.Wire;

/// <summary>What a frame between the server and a worker says. Numbers belong to <see cref="WireFormat.Version"/>.</summary>
internal enum FrameType : byte
{
    /// <summary>Server: u8 priority, u8 batch (0 or 1), u8 <see cref="Supervision.Shared.Lane"/>: whose voice it is.</summary>
    OpenLane = 1,

    /// <summary>Server: i64 position in samples, u8 codec, then G.711 bytes, at most <see cref="WireFormat.MaxAudioBytes"/>.</summary>
    Audio = 2,

    /// <summary>Server: u8 priority.</summary>
    SetPriority = 3,

    /// <summary>Server: no more audio; answer with the last words, then <see cref="Done"/>.</summary>
    Complete = 4,

    /// <summary>Server: forget the lane; nothing more is said of it.</summary>
    Close = 5,

    /// <summary>Worker, first frame: i32 process id.</summary>
    Hello = 16,

    /// <summary>Worker: i32 model's rate in Hz, i32 ms to load, u8 VAD loaded (0 or 1), text why not.</summary>
    Ready = 17,

    /// <summary>Worker, then it ends: u8 <see cref="WorkerFault"/>, text reason.</summary>
    Failed = 18,

    /// <summary>Worker: i32 start in ms, text.</summary>
    Partial = 19,

    /// <summary>Worker: i32 start, i32 end in ms, text, u16 words, each i32 start, i32 end in ms, f32 confidence, text.</summary>
    Final = 20,

    /// <summary>Worker: i64 from, i64 to, in samples: skipped under overload.</summary>
    Gap = 21,

    /// <summary>Worker: the lane is complete.</summary>
    Done = 22,

    /// <summary>Worker, lane 0: records of u32 lane, i64 safe, i64 decoded, i32 lag in ms, u8 speaking (0 or 1).</summary>
    Progress = 23,

    /// <summary>Worker, lane 0: <see cref="WorkerStats"/>.</summary>
    Stats = 24,

    /// <summary>Worker, of a caller's lane: i32 start, i32 end in ms, f32 probability of aggression.</summary>
    Score = 25,

    /// <summary>Worker, lane 0: <see cref="AggressionStats"/>, text fault.</summary>
    Aggression = 26,
}
