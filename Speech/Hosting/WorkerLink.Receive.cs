using System.Net.Sockets;
using Supervision.Shared.Calls;
using Supervision.Speech.Wire;

namespace Supervision.Speech.Hosting;

/// <summary>What the worker says.</summary>
internal sealed partial class WorkerLink
{
    private void ReceiveLoop()
    {
        var reader = new FrameReader();
        string reason = "the connection ended";
        try
        {
            while (_socket.Receive(reader.Free()) is > 0 and int received)
            {
                reader.Advance(received);
                while (reader.TryRead(out FrameType type, out uint lane, out FrameBody body))
                {
                    Handle(type, lane, ref body);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidDataException)
        {
            reason = e.Message;
        }

        Close();
        _events.OnEnded(reason);
    }

    private void Handle(FrameType type, uint id, ref FrameBody body)
    {
        switch (type)
        {
            case FrameType.Ready:
                _events.OnReady(body.Int32(), body.Int32(), body.Byte() != 0, body.Text());
                return;
            case FrameType.Failed:
                _events.OnFailed((WorkerFault)body.Byte(), body.Text());
                return;
            case FrameType.Stats:
                _events.OnStats(WorkerStats.Read(ref body));
                return;
            case FrameType.Aggression:
                _events.OnAggression(AggressionStats.Read(ref body, out string fault), fault);
                return;
            case FrameType.Progress:
                ReadProgress(ref body);
                return;
        }

        if (Find(id) is { } lane)
        {
            Handle(type, lane, ref body);
        }
    }

    private void Handle(FrameType type, SpeechLane lane, ref FrameBody body)
    {
        switch (type)
        {
            case FrameType.Partial:
                lane.OnPartial(this, body.Int32(), body.Text());
                break;
            case FrameType.Final:
                lane.OnFinal(this, body.Int32(), body.Int32(), body.Text(), ReadWords(ref body));
                break;
            case FrameType.Gap:
                lane.OnGap(this, body.Int64(), body.Int64());
                break;
            case FrameType.Score:
                lane.OnAggression(this, body.Int32(), body.Int32(), body.Single());
                break;
            case FrameType.Done:
                lane.OnDone(this);
                break;
        }
    }

    private void ReadProgress(ref FrameBody body)
    {
        _events.OnAlive();
        while (!body.IsEmpty && !body.IsBroken)
        {
            uint id = body.UInt32();
            long safe = body.Int64();
            long decoded = body.Int64();
            int lagMs = body.Int32();
            bool isSpeaking = body.Byte() != 0;
            if (Find(id) is { } lane)
            {
                lane.OnProgress(this, safe, decoded, lagMs, isSpeaking);
                if (lane.WantsMove)
                {
                    _events.OnMovable(lane, isSpeaking);
                }
            }
        }
    }

    private static Word[] ReadWords(ref FrameBody body)
    {
        int count = body.UInt16();
        var words = new List<Word>(Math.Min(count, 256));
        for (int i = 0; i < count && !body.IsBroken; i++)
        {
            int start = body.Int32();
            int end = body.Int32();
            float confidence = body.Single();
            words.Add(new Word(body.Text(), start, end, confidence));
        }

        return [.. words];
    }

    private SpeechLane? Find(uint id)
    {
        lock (_gate)
        {
            return _lanes.GetValueOrDefault(id);
        }
    }
}
