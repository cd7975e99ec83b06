using Supervision.Speech.Vosk;

namespace Supervision.Speech.Worker;

/// <summary>
/// Warm recognisers, lent to a lane for an utterance and taken back at its end (docs/adr/0010). Thread-safe. Native work is done outside
/// the lock.
/// </summary>
internal sealed class RecogniserPool : IDisposable
{
    /// <summary>10 minutes heard, in 8 kHz samples: a recogniser of a public model has grown by up to 400 MB by then.</summary>
    internal const long RenewAfterSamples = 600L * 8000;

    /// <summary>Under memory pressure 30 s heard are enough: by then it has grown by up to 150 MB.</summary>
    internal const long RenewUnderPressureSamples = 30L * 8000;

    private readonly Lock _gate = new();
    private readonly Stack<VoskRecogniser> _idle = new();
    private readonly Func<VoskRecogniser> _make;
    private readonly long _maxBytes;
    private readonly int _spares;
    private readonly short[] _warmUp = WarmUpAudio.Make();
    private int _alive;
    private int _lent;
    private long _made;
    private long _residentBytes;
    private bool _trim;

    /// <param name="make">Makes a cold recogniser.</param>
    /// <param name="maxBytes">Resident memory beyond which none is made while another is lent.</param>
    /// <param name="spares">Warm recognisers kept ready beyond those lent.</param>
    internal RecogniserPool(Func<VoskRecogniser> make, long maxBytes, int spares)
    {
        _make = make;
        _maxBytes = maxBytes;
        _spares = spares;
    }

    internal int Alive => Volatile.Read(ref _alive);

    internal int Lent => Volatile.Read(ref _lent);

    internal long Made => Volatile.Read(ref _made);

    internal bool HasIdle
    {
        get
        {
            lock (_gate)
            {
                return _idle.Count > 0;
            }
        }
    }

    /// <summary>A recogniser came back: a lane that found none may try again.</summary>
    internal event Action? Returned;

    /// <summary>Null when memory is full: the lane waits until another gives one back.</summary>
    internal VoskRecogniser? TryLend()
    {
        lock (_gate)
        {
            if (_idle.TryPop(out VoskRecogniser? warm))
            {
                _lent++;
                return warm;
            }

            if (_lent > 0 && _residentBytes > _maxBytes)
            {
                return null;
            }

            _lent++;
            _alive++;
            _made++;
        }

        return MakeCounted(lent: true);
    }

    /// <summary>Takes one back, finished. A grown one is freed instead of being kept.</summary>
    internal void Return(VoskRecogniser recogniser)
    {
        bool renew = IsGrown(recogniser);
        lock (_gate)
        {
            _lent--;
            if (renew)
            {
                _alive--;
                _trim = true;
            }
            else
            {
                _idle.Push(recogniser);
            }
        }

        if (renew)
        {
            recogniser.Dispose();
        }

        Returned?.Invoke();
    }

    /// <summary>Frees one that failed.</summary>
    internal void Discard(VoskRecogniser recogniser)
    {
        lock (_gate)
        {
            _lent--;
            _alive--;
        }

        recogniser.Dispose();
        Returned?.Invoke();
    }

    internal bool IsGrown(VoskRecogniser recogniser)
    {
        // 3/4 of the bound: room to free the old and make the new before lanes have to wait.
        bool pressed = Volatile.Read(ref _residentBytes) > _maxBytes / 4 * 3;
        return recogniser.HeardSamples > (pressed ? RenewUnderPressureSamples : RenewAfterSamples);
    }

    /// <summary>Each second, on a thread that may be slow: learns the memory, gives freed memory back and makes spares.</summary>
    internal void Maintain(long residentBytes)
    {
        bool trim;
        lock (_gate)
        {
            _residentBytes = residentBytes;
            trim = _trim;
            _trim = false;
        }

        if (trim)
        {
            VoskNative.TrimNativeMemory();
        }

        KeepSpares();
    }

    /// <summary>Makes and warms recognisers until the spares are there or memory is three quarters full.</summary>
    internal void KeepSpares()
    {
        while (true)
        {
            lock (_gate)
            {
                if (_idle.Count >= _spares || _residentBytes > _maxBytes / 4 * 3)
                {
                    return;
                }

                _alive++;
                _made++;
            }

            VoskRecogniser recogniser = MakeCounted(lent: false);
            recogniser.Accept(_warmUp);
            recogniser.Finish();
            lock (_gate)
            {
                _idle.Push(recogniser);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            while (_idle.TryPop(out VoskRecogniser? recogniser))
            {
                recogniser.Dispose();
                _alive--;
            }
        }
    }

    private VoskRecogniser MakeCounted(bool lent)
    {
        try
        {
            return _make();
        }
        catch
        {
            lock (_gate)
            {
                _alive--;
                _lent -= lent ? 1 : 0;
            }

            throw;
        }
    }
}
