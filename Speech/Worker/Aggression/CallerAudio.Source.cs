using System.Numerics;
using Supervision.Shared;
using Supervision.Speech.Vad;

namespace Supervision.Speech.Worker.Aggression;

/// <summary>Where windows come from.</summary>
internal sealed partial class CallerAudio
{
    /// <summary>
    /// The last seconds of one live caller's lane, and which of them are speech. Cuts a window every half second of the call's clock where
    /// enough of it is speech, whether or not the recogniser follows. Heard on the VAD's thread; closed on any.
    /// </summary>
    internal sealed class Source
    {
        /// <summary>VAD windows that a window spans: 16,000 / 256 = 62.5.</summary>
        private const int VadWindows = (WindowSamples + SileroVad.WindowSamples - 1) / SileroVad.WindowSamples;

        /// <summary>25 of 63 windows of 32 ms: 40 %, 0.8 s of speech.</summary>
        internal const int MinVoiced = 25;

        private const ulong Spanned = (1UL << VadWindows) - 1;

        /// <summary>A window and what came since its end, as a power of two, so that a place is an and.</summary>
        private const int RingSamples = 16_384;

        private readonly CallerAudioQueue _queue;
        private readonly short[] _ring = new short[RingSamples];
        private ulong _voiced;
        private long _start = -1;
        private long _end = -1;
        private bool _isClosed;

        private Source(uint laneId, CallerAudioQueue queue)
        {
            LaneId = laneId;
            _queue = queue;
        }

        internal uint LaneId { get; }

        /// <summary>From here on nothing of the lane is scored or told, not even what waits.</summary>
        internal bool IsClosed => Volatile.Read(ref _isClosed);

        /// <summary>A source for a live caller's lane; null for every other lane, for a recording, and where no model was given.</summary>
        internal static Source? Of(Lane lane, bool isBatch, uint laneId, CallerAudioQueue? queue) =>
            lane == Shared.Lane.Caller && !isBatch && queue is not null ? new Source(laneId, queue) : null;

        internal void Close() => Volatile.Write(ref _isClosed, true);

        /// <summary>Takes what the VAD has just judged. Copies; allocates nothing once the queue's windows are made.</summary>
        /// <param name="position">Of the first sample, on the call's clock.</param>
        /// <param name="samples">One VAD window.</param>
        /// <param name="probability">Of speech.</param>
        internal void Hear(long position, ReadOnlySpan<short> samples, float probability)
        {
            if (IsClosed || _queue.IsStopped)
            {
                return;
            }

            if (position != _end)
            {
                Bridge(position);
            }

            Append(samples);
            _voiced = ((_voiced << 1) | (probability >= SpeechGate.OpenProbability ? 1UL : 0)) & Spanned;
            long to = _end - (_end % HopSamples);
            if (to > position && to - WindowSamples >= _start && BitOperations.PopCount(_voiced) >= MinVoiced)
            {
                Cut(to - WindowSamples);
            }
        }

        /// <summary>
        /// A hole shorter than a window (lost packets, a sender that is silent in pauses) is silence on the call's clock; after a longer one
        /// (hold) the lane begins anew.
        /// </summary>
        private void Bridge(long position)
        {
            long hole = position - _end;
            if (_end < 0 || hole is < 0 or >= WindowSamples)
            {
                _start = _end = position;
                _voiced = 0;
                return;
            }

            while (_end < position)
            {
                int from = (int)(_end & (RingSamples - 1));
                int count = (int)Math.Min(position - _end, RingSamples - from);
                _ring.AsSpan(from, count).Clear();
                _end += count;
            }

            int windows = (int)(hole / SileroVad.WindowSamples);
            _voiced = (_voiced << windows) & Spanned;
        }

        private void Append(ReadOnlySpan<short> samples)
        {
            int from = (int)(_end & (RingSamples - 1));
            int first = Math.Min(samples.Length, RingSamples - from);
            samples[..first].CopyTo(_ring.AsSpan(from));
            samples[first..].CopyTo(_ring);
            _end += samples.Length;
        }

        private void Cut(long from)
        {
            CallerAudio audio = _queue.TryRent() ?? new CallerAudio(this);
            audio.Lane = this;
            audio.From = from;
            int start = (int)(from & (RingSamples - 1));
            int first = Math.Min(WindowSamples, RingSamples - start);
            _ring.AsSpan(start, first).CopyTo(audio._samples);
            _ring.AsSpan(0, WindowSamples - first).CopyTo(audio._samples.AsSpan(first));
            _queue.Post(audio);
        }
    }
}
