using System.Diagnostics.CodeAnalysis;
using Supervision.Shared;

namespace Supervision.Server.Agents;

/// <summary>Remembers who has just asked for help: a hand that trembles presses more than once. Safe from any thread.</summary>
internal sealed class HelpPresses(TimeProvider time)
{
    /// <summary>Presses of one call within so long are one.</summary>
    internal static readonly TimeSpan OnePress = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<CallId, (DateTimeOffset At, HelpAnswer Answer)> _last = [];

    internal bool TryRepeat(CallId id, [NotNullWhen(true)] out HelpAnswer? answer)
    {
        lock (_gate)
        {
            answer = _last.TryGetValue(id, out (DateTimeOffset At, HelpAnswer Answer) press) && time.GetUtcNow() - press.At < OnePress
                ? press.Answer
                : null;
            return answer is not null;
        }
    }

    internal void Remember(HelpAnswer answer)
    {
        DateTimeOffset now = time.GetUtcNow();
        lock (_gate)
        {
            foreach (CallId old in _last.Where(press => now - press.Value.At >= OnePress).Select(press => press.Key).ToArray())
            {
                _last.Remove(old);
            }

            _last[answer.CallId] = (now, answer);
        }
    }
}
