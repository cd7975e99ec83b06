"""Teaches the network by CTC. Goes on from its last finished pass if it was stopped."""

import math
import random
import tempfile
import time

import numpy as np
import torch
from edit_distance import distance
from network import Network, pad_context
from settings import BLANK, PROCESSES, WORK

PASSES = 18
# On a busy machine the learning rate falls by the clock instead, so that the whole way stays under two hours.
LONGEST_S = 60 * 60
# Output steps (30 ms) in one process's batch, padding included; a batch holds utterances of about the same length.
BATCH_FRAMES = 1_200
# With fewer utterances and one thread, torch 1.13 takes its slow convolution instead of oneDNN's: five times the work.
FEWEST = 16
# Lengths to which utterances are filled up: oneDNN prepares its convolutions anew for every shape that it has not seen, which
# costs more than the step itself.
SIZES = (24, 36, 48, 60, 72, 86, 102, 122, 150, 190, 240, 320, 480, 1_000)
PEAK_RATE = 3e-3
# Of the last passes people's voices are the greater part: they are what is hard.
PEOPLE_AFTER, SYNTHETIC_SHARE = 0.6, 0.35
# The weights that are kept are a moving average: steadier than the last step's.
# It moves, and the processes' weights are averaged, once in so many steps.
AVERAGE = 0.96
AVERAGED_EVERY = 8


class Utterances:
    """A packed set of utterances, normalised by the mean and deviation of each mel bin."""

    def __init__(self, name: str, mean: np.ndarray | None = None, deviation: np.ndarray | None = None):
        packed = np.load(WORK / f"{name}.npz")
        frames = packed["frames"]
        self.mean = frames[::37].astype(np.float32).mean(0) if mean is None else mean
        self.deviation = frames[::37].astype(np.float32).std(0) if deviation is None else deviation
        self.frames = torch.from_numpy(frames)
        self.phones = torch.from_numpy(packed["phones"])
        self.frame_ends = [0, *packed["frame_ends"].tolist()]
        self.phone_ends = [0, *packed["phone_ends"].tolist()]
        self.synthetic_count = int(packed["synthetic_count"])

    def __len__(self) -> int:
        return len(self.frame_ends) - 1

    def length(self, k: int) -> int:
        return self.frame_ends[k + 1] - self.frame_ends[k]

    def batch(self, chosen: list[int]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
        """Frames padded by each utterance's last one, output lengths, phones, numbers of phones."""
        pieces = [self.frames[self.frame_ends[k]:self.frame_ends[k + 1]].float() for k in chosen]
        longest = 3 * next((size for size in SIZES if 3 * size >= max(map(len, pieces))), -(-max(map(len, pieces)) // 3))
        frames = torch.stack([torch.cat((piece, piece[-1:].expand(longest - len(piece), -1))) for piece in pieces])
        frames = (frames - torch.from_numpy(self.mean)) / torch.from_numpy(self.deviation)
        steps = torch.tensor([(len(piece) + 2) // 3 for piece in pieces])
        phones = torch.cat([self.phones[self.phone_ends[k]:self.phone_ends[k + 1]] for k in chosen]).long()
        counts = torch.tensor([self.phone_ends[k + 1] - self.phone_ends[k] for k in chosen])
        return frames, steps, phones, counts


def batches(data: Utterances, draw: random.Random, synthetic_share: float = 1.0) -> list[list[int]]:
    """All utterances (of the synthetic ones that share) once, those of like length together, in random order; a batch that would be short takes some again."""
    by_size: dict[int, list[int]] = {}
    for k in range(len(data)):
        if k < data.synthetic_count and draw.random() > synthetic_share:
            continue
        size = next((size for size in SIZES if data.length(k) <= 3 * size), None)
        if size:  # the few that are longer than half a minute are left out
            by_size.setdefault(size, []).append(k)
    found = []
    for size, members in by_size.items():
        draw.shuffle(members)
        count = max(FEWEST, BATCH_FRAMES // size)
        members += draw.choices(members, k=-len(members) % count)
        found += [members[k:k + count] for k in range(0, len(members), count)]
    draw.shuffle(found)
    return found


def spoil(frames: torch.Tensor, draw: random.Random) -> torch.Tensor:
    """Hides some bands and some moments of each batch, shifts levels, adds a little noise: nothing is learnt by heart."""
    count, length, bins = frames.shape
    frames = frames + 0.15 * torch.randn_like(frames) + 0.25 * torch.randn(count, 1, 1)
    for _ in range(2):
        width = draw.randrange(7)
        start = draw.randrange(bins - width)
        frames[:, :, start:start + width] = 0
    for _ in range(1 + length // 120):
        width = draw.randrange(12)
        start = draw.randrange(max(1, length - width))
        frames[:, start:start + width] = 0
    return frames


def phone_error(network: Network, data: Utterances) -> float:
    """Share of wrong phones, the best phone of each step taken, without lexicon or language model."""
    network.eval()
    wrong = total = 0
    with torch.no_grad():
        for k in range(len(data)):
            frames, steps, phones, _ = data.batch([k])
            best = network(pad_context(frames))[0, :steps[0]].argmax(1).tolist()
            heard = [p for i, p in enumerate(best) if p != BLANK and (i == 0 or best[i - 1] != p)]
            wrong += distance(heard, phones.tolist())
            total += len(phones)
    network.train()
    return wrong / total


def run() -> None:
    """All passes; writes network.pt.

    Two processes of one thread each, whose weights are averaged every few steps: on a busy machine threads would wait for one
    another at every layer, and processes that average gradients at every step.
    """
    with tempfile.TemporaryDirectory() as folder:
        torch.multiprocessing.spawn(learn, (f"{folder}/meeting",), PROCESSES)
    for kept in WORK.glob("checkpoint-*.pt"):
        kept.unlink()


def learn(rank: int, meeting: str) -> None:
    """One process's share: its own batches, from time to time the mean of both processes' weights."""
    torch.distributed.init_process_group("gloo", f"file://{meeting}", rank=rank, world_size=PROCESSES)
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)  # numbers near zero would slow the steps several times
    torch.manual_seed(0)
    data = Utterances("train")
    network, average = Network(), Network()
    optimiser = torch.optim.AdamW(network.parameters(), PEAK_RATE, weight_decay=0.01)
    ctc = torch.nn.CTCLoss(blank=BLANK, zero_infinity=True)
    kept = WORK / f"checkpoint-{rank}.pt"
    number, spent_s, rounds, done = 0, 0.0, 0, 0.0
    if kept.exists():
        state = torch.load(kept)
        number, spent_s, rounds = state["pass"], state["seconds"], state["rounds"]
        for part, name in ((network, "network"), (average, "average"), (optimiser, "optimiser")):
            part.load_state_dict(state[name])
    done = number / PASSES
    torch.distributed.barrier()
    began = time.monotonic() - spent_s
    while done < 1:
        started, losses = time.monotonic(), []
        turns = batches(data, random.Random(number), 1.0 if done < PEOPLE_AFTER else SYNTHETIC_SHARE)
        turns = turns[:len(turns) // (PROCESSES * AVERAGED_EVERY) * PROCESSES * AVERAGED_EVERY]
        own = random.Random(number * PROCESSES + rank)
        torch.manual_seed(number * PROCESSES + rank)
        mine = turns[rank::PROCESSES]
        for step, chosen in enumerate(mine):
            optimiser.param_groups[0]["lr"] = PEAK_RATE * rate(done)
            losses.append(learn_batch(network, optimiser, ctc, data.batch(chosen), own))
            if step % AVERAGED_EVERY == AVERAGED_EVERY - 1:
                progress = max((number + (step + 1) / len(mine)) / PASSES, (time.monotonic() - began) / LONGEST_S)
                done, loss = meet(network, progress, float(np.mean(losses[-AVERAGED_EVERY:])))
                rounds += 1
                follow(average, network, min(AVERAGE, rounds / (rounds + 5)))
                if rank == 0 and rounds % 4 == 0:
                    print(f"  pass {number + 1}, step {step + 1} of {len(mine)}: {loss:.3f}, {time.monotonic() - began:.0f} s, "
                          f"{done:.0%} of all", flush=True)
                if done >= 1:
                    break
        number += 1
        torch.save({"pass": number, "seconds": time.monotonic() - began, "rounds": rounds, "network": network.state_dict(),
                    "average": average.state_dict(), "optimiser": optimiser.state_dict()}, kept)
        if rank == 0:
            torch.save({"state": average.state_dict(), "mean": data.mean, "deviation": data.deviation}, WORK / "network.pt")
            print(f"  pass {number}: loss {np.mean(losses):.3f}, {time.monotonic() - started:.0f} s", flush=True)
        torch.distributed.barrier()
    if rank == 0:
        dev = Utterances("dev", data.mean, data.deviation)
        print(f"  phones wrong on the development set: {phone_error(average, dev):.1%}", flush=True)


def learn_batch(network: Network, optimiser: torch.optim.Optimizer, ctc: torch.nn.CTCLoss, batch: tuple, draw: random.Random) -> float:
    """One step; returns the loss."""
    frames, lengths, phones, counts = batch
    loss = ctc(network(pad_context(spoil(frames, draw))).transpose(0, 1), phones, lengths, counts)
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    if not torch.isfinite(torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)):
        raise ArithmeticError("the gradient is not finite")
    optimiser.step()
    return loss.item()


def meet(network: Network, progress: float, loss: float) -> tuple[float, float]:
    """Averages weights, progress and loss over the processes, so that all go on from the same place and end together."""
    with torch.no_grad():
        parts = [part for part in network.state_dict().values() if part.dtype.is_floating_point]
        flat = torch.cat([part.flatten() for part in parts] + [torch.tensor([progress, loss])])
        torch.distributed.all_reduce(flat)
        flat /= PROCESSES
        start = 0
        for part in parts:
            part.copy_(flat[start:start + part.numel()].view_as(part))
            start += part.numel()
    return flat[-2].item(), flat[-1].item()


def rate(done: float) -> float:
    """Learning rate's share of its peak: up over the first tenth, then down along half a cosine."""
    return min(1.0, 0.04 + done / 0.1) if done < 0.1 else 0.002 + 0.499 * (1 + math.cos(math.pi * (done - 0.1) / 0.9))


def follow(average: Network, network: Network, share: float) -> None:
    """Moves the averaged weights towards the present ones."""
    with torch.no_grad():
        for old, new in zip(average.state_dict().values(), network.state_dict().values(), strict=True):
            if old.dtype.is_floating_point:
                old.mul_(share).add_(new, alpha=1 - share)
            else:
                old.copy_(new)
