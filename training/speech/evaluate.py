#!/usr/bin/python3
"""Word error of a model on the held-out sets, decoded by the real libvosk: `evaluate.py [model folder]`."""

import json
import statistics
import sys
from pathlib import Path

import augment
import numpy as np
import packages
from dataset import read_sound, write_sound
from edit_distance import distance
from settings import MODEL, RATE_HZ, WORK
from vosk import decode_files

SETS = {"synthetic": "held-out sentences in held-out synthetic voices", "people": "held-out recorded prompts of a person",
        "synthetic-dev": "the same, for choosing settings", "people-dev": "the same, for choosing settings"}
NOISE_DB = 15


def telephone(samples: np.ndarray, seed: int) -> np.ndarray:
    """As over a telephone: its band, pink noise 15 dB under the voice, A-law."""
    rng = np.random.default_rng(seed)
    samples = augment.telephone_band(samples, rng)
    level = np.sqrt(np.mean(samples**2))
    noise = augment.colored_noise(len(samples), 0.5, rng) * level * 10 ** (-NOISE_DB / 20)
    return augment.a_law(np.clip(samples + noise, -1, 1))


def rows_of(part: str) -> list[tuple[Path, str]]:
    """Files and sentences of a set."""
    folder = WORK / "test"
    rows = (line.split("\t") for line in (folder / "sentences.tsv").read_text(encoding="utf-8").splitlines())
    return [(folder / name, sentence) for kind, name, sentence in rows if kind == part]


def measure(model: Path, rows: list[tuple[Path, str]]) -> dict:
    """Word error, speed and aborts; the mistakes, worst first."""
    wrong = words = aborts = 0
    seconds = cpu = 0.0
    mistakes = []
    for (_, sentence), heard in zip(rows, decode_files(packages.vosk_library(), model, [path for path, _ in rows]), strict=True):
        text = heard["text"] if heard else ""
        aborts += heard is None
        errors = distance(text.split(), sentence.split())
        wrong, words = wrong + errors, words + len(sentence.split())
        if heard:
            seconds, cpu = seconds + heard["seconds"], cpu + heard["cpu"]
        if errors:
            mistakes.append((errors, sentence, text))
    return {"word_error": wrong / max(1, words), "words": words, "clips": len(rows), "aborts": aborts, "seconds": seconds,
            "real_time_factor": cpu / max(seconds, 1e-9), "mistakes": sorted(mistakes, reverse=True)}


def spoilt(rows: list[tuple[Path, str]]) -> list[tuple[Path, str]]:
    """The set over the telephone, written beside it."""
    folder = WORK / "test-telephone"
    folder.mkdir(exist_ok=True)
    found = []
    for seed, (path, sentence) in enumerate(rows):
        target = folder / path.name
        if not target.exists():
            write_sound(target, telephone(read_sound(path), seed))
        found.append((target, sentence))
    return found


def final_delay_s(model: Path, rows: list[tuple[Path, str]]) -> list[float]:
    """How long after the last word's sound a result comes, on clips followed by 2.5 s of silence."""
    folder = WORK / "test-silence"
    folder.mkdir(exist_ok=True)
    files, ends = [], []
    for path, _ in rows:
        samples = read_sound(path)
        loud = np.flatnonzero(np.abs(samples) > 0.02 * np.abs(samples).max())
        ends.append(loud[-1] / RATE_HZ)
        files.append(folder / path.name)
        write_sound(files[-1], np.concatenate((samples[:loud[-1] + 1], np.zeros(int(2.5 * RATE_HZ), np.float32))))
    return [heard["ends"][-1] - end for heard, end in zip(decode_files(packages.vosk_library(), model, files), ends, strict=True)
            if heard and heard["ends"]]


def report(model: Path) -> None:
    """One line a set; all mistakes into the work folder."""
    mistakes = {}
    print(f"  {'set':<44}{'clips':>7}{'words':>7}{'word error':>12}{'× real time':>13}{'aborts':>8}")
    for part in ("synthetic", "people"):
        for name, rows in ((SETS[part], rows_of(part)), ("    through a telephone, noise at 15 dB, A-law", spoilt(rows_of(part)))):
            result = measure(model, rows)
            mistakes[f"{part}: {name}"] = result["mistakes"]
            print(f"  {name:<44}{result['clips']:>7}{result['words']:>7}{result['word_error']:>12.1%}{result['real_time_factor']:>13.3f}{result['aborts']:>8}", flush=True)
    delays = final_delay_s(model, rows_of("synthetic")[:100])
    print(f"  a result comes {statistics.median(delays):.2f} s (median; 95 %: {np.quantile(delays, 0.95):.2f} s) after the end of speech")
    size = sum(path.stat().st_size for path in model.rglob("*") if path.is_file())
    print(f"  model folder {size:,} bytes")
    (WORK / "mistakes.json").write_text(json.dumps(mistakes, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    report(Path(sys.argv[1]) if len(sys.argv) > 1 else MODEL)
