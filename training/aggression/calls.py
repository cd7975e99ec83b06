"""Whole calls through the model and the call's own smoothing: false alarms on calm French and on sounds, recall on anger."""

import subprocess
from collections.abc import Callable, Iterator

import numpy as np

import channel
import wav
from corpus import Clip
from settings import HOP_S, RATE_HZ, WINDOW_S
from smoothing import Rule, Tension
from wav import MU_LAW

CALL_S = 300
WINDOW, HOP = int(WINDOW_S * RATE_HZ), int(HOP_S * RATE_HZ)
BATCH = 32

Probabilities = Callable[[np.ndarray], np.ndarray]


def _gsm(samples: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Through the real GSM 06.10 codec."""
    raw = ("-t", "raw", "-r", str(RATE_HZ), "-c", "1", "-e", "signed", "-b", "16", "-")
    coded = subprocess.run(["sox", *raw, "-t", "gsm", "-"], input=(samples.clip(-1, 1) * 32767).astype("<i2").tobytes(), capture_output=True, check=True)
    back = subprocess.run(["sox", "-t", "gsm", "-r", str(RATE_HZ), "-c", "1", "-", *raw], input=coded.stdout, capture_output=True, check=True)
    return np.resize(np.frombuffer(back.stdout, "<i2").astype(np.float32) / 32768, len(samples))


def _noisy(samples: np.ndarray, noise: np.ndarray, ratio_db: float) -> np.ndarray:
    return samples + noise * np.sqrt(np.mean(samples**2)) * 10 ** (-ratio_db / 20)


# Twelve lines: level, codec, noise, room, loss.
CONDITIONS: dict[str, Callable[[np.ndarray, np.random.Generator], np.ndarray]] = {
    "A-law, -6 dB": lambda x, rng: channel.companded(channel.at_level(x, -6)),
    "A-law, -20 dB": lambda x, rng: channel.companded(channel.at_level(x, -20)),
    "A-law, -35 dB": lambda x, rng: channel.companded(channel.at_level(x, -35)),
    "mu-law, 300-3400 Hz": lambda x, rng: channel.companded(channel.at_level(channel.band(x, 300, 3400), -12), MU_LAW),
    "automatic gain": lambda x, rng: channel.companded(channel.at_level(channel.gain_controlled(x, rng), -9)),
    "GSM 06.10": lambda x, rng: _gsm(channel.at_level(x, -9), rng),
    "white noise 15 dB": lambda x, rng: channel.companded(channel.at_level(_noisy(x, channel.colored_noise(len(x), 0, rng), 15), -9)),
    "street 10 dB": lambda x, rng: channel.companded(channel.at_level(_noisy(x, channel.street(len(x), rng), 10), -9)),
    "room": lambda x, rng: channel.companded(channel.at_level(channel.room(x, rng), -9)),
    "5 % of packets lost": lambda x, rng: channel.lose_packets(channel.companded(channel.at_level(x, -9)), 0.05, rng),
    "clipped by 12 dB": lambda x, rng: channel.companded(np.clip(channel.at_level(x, 12), -1, 1)),
    "GSM, street 15 dB, 2 % lost": lambda x, rng: channel.lose_packets(_gsm(channel.at_level(_noisy(x, channel.street(len(x), rng), 15), -9), rng), 0.02, rng),
}


def joined(pieces: list[np.ndarray], rng: np.random.Generator, longest_s: float = 1.0) -> np.ndarray:
    """One after the other, with short pauses."""
    parts = []
    for piece in pieces:
        parts += [piece, np.zeros(int(rng.uniform(0.2, longest_s) * RATE_HZ), np.float32)]
    return np.concatenate(parts)


def french_call(prompts: list[np.ndarray], rng: np.random.Generator, seconds: float = CALL_S) -> np.ndarray:
    """Prompts in a random order for so long, each brought to about the same level."""
    pieces, total = [], 0
    while total < seconds * RATE_HZ:
        piece = channel.at_level(prompts[int(rng.integers(len(prompts)))], -rng.uniform(3, 9))
        pieces.append(piece)
        total += len(piece) + int(0.6 * RATE_HZ)
    return joined(pieces, rng)[:int(seconds * RATE_HZ)]


def windows(samples: np.ndarray) -> np.ndarray:
    """[count, WINDOW], every half second; none is left out as silent, which is harder than the console's rule."""
    if len(samples) < WINDOW:
        samples = np.pad(samples, (0, WINDOW - len(samples)))
    return np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[::HOP]


def heard(samples: np.ndarray, probabilities: Probabilities) -> np.ndarray:
    """The probability of each window of a call."""
    view = windows(samples.astype(np.float32))
    return np.concatenate([probabilities(np.ascontiguousarray(view[first:first + BATCH])) for first in range(0, len(view), BATCH)])


def alarms(values: np.ndarray, rule: Rule) -> list[int]:
    """Numbers of the windows at which the call raises an alarm."""
    tension = Tension(rule)
    return [number for number, value in enumerate(values) if tension.hear(float(value))]


def french_hours(prompts: list[np.ndarray], probabilities: Probabilities, hours: float, seed: int) -> Iterator[tuple[str, np.ndarray]]:
    """Calls of five minutes under each condition in turn, so many hours in all."""
    for number in range(max(len(CONDITIONS), round(hours * 3600 / CALL_S))):
        name = list(CONDITIONS)[number % len(CONDITIONS)]
        rng = np.random.default_rng((seed, number))
        yield name, heard(CONDITIONS[name](french_call(prompts, rng), rng).astype(np.float32), probabilities)


def angry_calls(clips: list[Clip], rng: np.random.Generator, count: int, calm_s: float = 10, angry_s: float = 8) -> Iterator[tuple[np.ndarray, float]]:
    """One person's calm clips, then the same person's angry ones; and the second at which anger begins."""
    speakers = sorted({clip.speaker for clip in clips if clip.is_anger} & {clip.speaker for clip in clips if clip.is_calm})
    for number in range(count):
        speaker = speakers[number % len(speakers)]
        parts = []
        for kind, seconds in (("is_calm", calm_s), ("is_anger", angry_s)):
            own = [clip for clip in clips if clip.speaker == speaker and getattr(clip, kind)]
            pieces = []
            while sum(map(len, pieces)) < seconds * RATE_HZ:
                pieces.append(channel.at_level(wav.read(own[int(rng.integers(len(own)))].path), -6))
            parts.append(joined(pieces, rng, 0.5))
        yield np.concatenate(parts), len(parts[0]) / RATE_HZ

