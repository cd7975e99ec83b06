using Supervision.Speech.Hosting;

namespace Supervision.Speech;

/// <summary>Which worker has which lane.</summary>
public sealed partial class SpeechHost
{
    /// <summary>Workers whose numbers of lanes differ by more than this share them anew, lane by lane, in their silences.</summary>
    private const int BalanceStep = 4;

    /// <summary>The ready worker of the newest model with the fewest lanes; null when none is ready.</summary>
    private WorkerInstance? Best(WorkerInstance? except = null)
    {
        WorkerInstance? best = null;
        foreach (WorkerInstance worker in Workers())
        {
            if (worker == except || worker.Phase != WorkerPhase.Ready)
            {
                continue;
            }

            if (best is null
                || worker.Generation > best.Generation
                || (worker.Generation == best.Generation && worker.LaneCount < best.LaneCount))
            {
                best = worker;
            }
        }

        return best;
    }

    /// <summary>Gives each lane without a worker to one.</summary>
    private void AttachWaiting()
    {
        foreach (SpeechLane lane in _lanes.Values.OrderBy(lane => lane.Priority))
        {
            if (lane.Link is not null)
            {
                continue;
            }

            if (Best() is not { Link: { } link })
            {
                return;
            }

            lane.Attach(link);
        }
    }

    /// <summary>After a restart one worker has all lanes and the other none: half of them move.</summary>
    private void Balance()
    {
        WorkerInstance[] ready = [.. Workers().Where(worker => worker.Phase == WorkerPhase.Ready && IsWanted(worker))];
        if (ready.Length < 2)
        {
            return;
        }

        WorkerInstance fullest = ready.MaxBy(worker => worker.LaneCount)!;
        int least = ready.Min(worker => worker.LaneCount);
        int surplus = (fullest.LaneCount - least) / 2;
        if (fullest.LaneCount - least <= BalanceStep)
        {
            surplus = 0;
        }

        foreach (SpeechLane lane in fullest.Link!.Lanes())
        {
            lane.WantsMove = surplus-- > 0;
        }
    }
}
