"""Statistics of each clip as it is, and of random windows of it after random telephone lines: all that the training sees."""

import os
import zlib
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

import channel
import corpus
import wav
from corpus import Clip
from features import Frames
from functionals import Functionals
from settings import RATE_HZ, WINDOW_S, WORK

# Spoilt windows of each clip, each with a line of its own.
WINDOWS = 8
SHORTEST_S, LONGEST_S = 1.5, 3.0   # about the product's 2 s
MOST_S, LEAST_S = 8, 0.3
PROCESSES = 2


@dataclass(frozen=True)
class Store:
    """The prepared clips, in order: statistics and seconds of voiced speech."""

    clips: list[Clip]
    whole: torch.Tensor     # [clips, size] of the clip as it is
    middle: torch.Tensor    # [clips, size] of its middle 2 s
    spoilt: torch.Tensor    # [WINDOWS, clips, size]
    voiced_s: torch.Tensor  # [2, clips] of the whole and of the middle


class Statistics:
    """Samples to (statistics, seconds of voiced speech), as the model itself computes them."""

    def __init__(self) -> None:
        self._frames, self._functionals = Frames(), Functionals()

    def __call__(self, samples: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
        """`samples` [any] or [batch, any]."""
        samples = np.atleast_2d(samples)
        samples = np.pad(samples, ((0, 0), (0, max(0, RATE_HZ - samples.shape[1])))).astype(np.float32)
        with torch.no_grad():
            return self._functionals(self._frames(torch.from_numpy(samples)))


def window(samples: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A random piece, from anywhere: neither a clip's length nor its beginning tells anything."""
    count = min(len(samples), int(rng.uniform(SHORTEST_S, LONGEST_S) * RATE_HZ))
    start = int(rng.integers(len(samples) - count + 1))
    return samples[start:start + count]


def middle(samples: np.ndarray) -> np.ndarray:
    """The middle window of the product's length."""
    count = min(len(samples), int(WINDOW_S * RATE_HZ))
    return samples[(len(samples) - count) // 2:][:count]


def _prepare(part: list[Clip], behind: list[Path], windows: int) -> list[tuple[np.ndarray, np.ndarray] | None]:
    torch.set_num_threads(1)
    model, sounds, done = Statistics(), [wav.read(path) for path in behind], []
    for clip in part:
        samples = wav.read(clip.path)[:MOST_S * RATE_HZ]
        if len(samples) < LEAST_S * RATE_HZ or np.abs(samples).max() < 1e-3:
            done.append(None)
            continue
        rng = np.random.default_rng(zlib.crc32(clip.key.encode()))
        pieces = [samples, middle(samples)]
        for _ in range(windows):
            pieces.append(channel.spoilt(window(samples, rng), rng, behind=sounds[rng.integers(len(sounds))] if sounds else None))
        results = [model(piece) for piece in pieces]
        done.append((np.stack([statistics[0].numpy() for statistics, _ in results]), np.array([voiced.item() for _, voiced in results[:2]])))
    return done


def measure(clips: list[Clip], behind: list[Path], windows: int = WINDOWS) -> Store:
    """All clips that hold any sound."""
    chunks = [clips[first:first + 50] for first in range(0, len(clips), 50)]
    with ProcessPoolExecutor(PROCESSES) as pool:
        results = [result for chunk in pool.map(_prepare, chunks, [behind] * len(chunks), [windows] * len(chunks)) for result in chunk]
    kept = [number for number, result in enumerate(results) if result]
    if not kept:
        raise ValueError("No clip holds any sound")
    statistics = torch.from_numpy(np.stack([results[number][0] for number in kept])).transpose(0, 1)
    voiced = torch.from_numpy(np.stack([results[number][1] for number in kept])).float().T
    return Store([clips[number] for number in kept], statistics[0], statistics[1], statistics[2:].contiguous(), voiced)


def load() -> Store:
    """Of everything; measured once and kept in the work folder."""
    file = WORK / "statistics.pt"
    if not file.exists():
        store = measure(corpus.everything(), corpus.sounds_behind())
        partial = file.with_suffix(".partial")
        torch.save({"clips": [clip.key for clip in store.clips], "whole": store.whole, "middle": store.middle,
                    "spoilt": store.spoilt, "voiced_s": store.voiced_s}, partial)
        os.replace(partial, file)
    saved = torch.load(file)
    known = {clip.key: clip for clip in corpus.everything()}
    clips = [known[key] for key in saved["clips"]]
    return Store(clips, saved["whole"], saved["middle"], saved["spoilt"], saved["voiced_s"])
