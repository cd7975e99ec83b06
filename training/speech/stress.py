#!/usr/bin/python3
"""Does libvosk survive this model? `stress.py [clips] [model folder]`: all kinds of sound, cut anywhere, in pieces of any size.

libvosk ends its whole process on an inner assertion; the clips are decoded by a process of their own, so that each end is counted.
The last clip is an hour without a pause, in one recogniser.
"""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import augment
import numpy as np
import packages
from dataset import read_sound
from settings import MODEL, RATE_HZ, WORK
from vosk import Vosk

KINDS = ("silence", "noise", "packet", "tone", "cut", "cut", "cut", "chain", "loud", "lossy", "hum", "backwards")


def sources() -> list[Path]:
    """Every sound at hand: the tests, the prompts of both voices (menus, beeps and music included)."""
    folders = (WORK / "test", Path("/usr/share/asterisk/sounds/fr_CA_f_June"))
    return sorted(path for folder in folders for path in folder.rglob("*.wav"))


def clip(number: int, files: list[Path]) -> np.ndarray:
    """The clip of that number: always the same."""
    rng, draw = np.random.default_rng(number), random.Random(number)
    kind = KINDS[number % len(KINDS)]
    count = int(rng.uniform(0, 3) * RATE_HZ)
    if kind == "silence":
        return np.zeros(count, np.float32) if number % 2 else rng.normal(0, 1e-4, count).astype(np.float32)
    if kind == "noise":
        return (augment.colored_noise(max(count, 2), rng.uniform(0, 1.2), rng) * 10 ** (-rng.uniform(0, 60) / 20)).astype(np.float32)
    if kind == "packet":
        return read_sound(draw.choice(files))[:draw.choice((0, 1, 80, 160, 240, 320))]
    if kind == "tone":
        return (np.sign if number % 2 else lambda x: x)(np.sin(np.arange(count) * rng.uniform(0.01, 3))).astype(np.float32) * 0.9
    speech = read_sound(draw.choice(files))
    if kind == "chain":
        speech = np.concatenate([speech] + [read_sound(draw.choice(files)) for _ in range(draw.randrange(1, 4))])
    start, end = sorted(rng.integers(0, len(speech) + 1, 2)) if number % 3 else (0, len(speech))
    speech = speech[start:end][:15 * RATE_HZ]
    if kind == "loud":
        return np.clip(speech * rng.uniform(3, 50), -1, 1)
    if kind == "lossy":
        return augment.lose_packets(speech, rng.uniform(0.05, 0.5), rng)
    if kind == "hum":
        return speech * 0.1 + 0.3 * np.sin(2 * np.pi * 50 * np.arange(len(speech)) / RATE_HZ).astype(np.float32)
    return speech[::-1] if kind == "backwards" else speech


def pcm(samples: np.ndarray) -> bytes:
    """16-bit samples."""
    return np.round(np.clip(samples, -1, 1) * 32767).astype(np.int16).tobytes()


def work(library: Path, model: Path, first: int, last: int) -> None:
    """Decodes clips first to last; tells after each that it is still there."""
    files, engine = sources(), Vosk(library, model)
    for number in range(first, last):
        engine.decode(pcm(clip(number, files)), chunk_ms=(20, 100, 100, 500, 60)[number % 5])
        os.write(1, b".")
    if last % 10 == 0:
        draw = random.Random(0)
        pieces, length = [], 0
        while length < 3600 * RATE_HZ:
            pieces.append(read_sound(draw.choice(files)))
            length += len(pieces[-1])
        engine.decode(pcm(np.concatenate(pieces)), chunk_ms=200)
        os.write(1, b"h")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    model = Path(sys.argv[2]) if len(sys.argv) > 2 else MODEL
    done = aborts = 0
    hour = False
    started = time.monotonic()
    while done < count or not hour:
        command = [sys.executable, __file__, "--work", str(packages.vosk_library()), str(model), str(done), str(count)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            while mark := process.stdout.read(1):
                done += mark == b"."
                hour |= mark == b"h"
                if done % 1000 == 0 and mark == b".":
                    print(f"  {done} clips, {aborts} aborts, {time.monotonic() - started:.0f} s", flush=True)
        if process.returncode:
            aborts += 1
            print(f"  clip {done}: libvosk ended its process ({process.returncode})", flush=True)
            if done >= count:
                break
            done += 1
    print(f"{count} clips and an hour without a pause{'' if hour else ' (not survived)'}: {aborts} aborts")


if __name__ == "__main__":
    if "--work" in sys.argv:
        work(Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]))
    else:
        main()
