"""What the network learns from: synthetic voices and recorded prompts, each through a spoilt telephone line.

Writes `train.npz` and `dev.npz` (features and phones of all utterances, one after another) and the test's sound files.
"""

import json
import multiprocessing
import random
import subprocess
import wave
from pathlib import Path

import augment
import grammar
import numpy as np
import prompts
from espeak import Espeak
from features import filter_bank
from scipy import signal
from settings import (PHONES, PROCESSES, PROMPT_COPIES, RATE_HZ, SECOND_VOICE_COPIES, SYNTHETIC_UTTERANCES, TEST_UTTERANCES, WORK)

ACCENTS = ("fr", "fr", "fr-be", "fr-ch")
VARIANTS = Path("/usr/lib/x86_64-linux-gnu/espeak-ng-data/voices/!v")
HELD_OUT_VARIANTS = ("m2", "m5", "f3", "Alex", "linda", "belinda", "john", "marcelo")
# Voices that nobody has: machines, whispers, effects.
UNUSED_VARIANTS = ("robosoft", "UniRobot", "anikaRobot", "whisper", "Demonic", "Tweaky", "Storm", "fast", "klatt6", "iven4")
INDEX = {phone: k + 1 for k, phone in enumerate(PHONES)}
_engine: Espeak | None = None


def variants() -> list[str]:
    """espeak-ng's voice variants that may be learnt from; the empty one is the plain voice."""
    found = sorted(path.name for path in VARIANTS.iterdir())
    return [""] + [f"+{name}" for name in found if name not in HELD_OUT_VARIANTS and not name.startswith(UNUSED_VARIANTS)]


def engine() -> Espeak:
    """This process's engine."""
    global _engine
    if _engine is None:
        _engine = Espeak()
    return _engine


def phones_of(text: str) -> np.ndarray:
    """A sentence's phones as the network's output numbers, liaisons included."""
    return np.array([INDEX[phone] for group in engine().phonemes(text) for phone in group if phone in INDEX], np.uint8)


def synthesise(text: str, voice: str, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """(samples at 8 kHz, phones) of a sentence in a voice, with a speed, a pitch and a melody drawn at random."""
    speaker = engine()
    speaker.voice(voice)
    sound = speaker.speak(text, int(rng.integers(125, 225)), int(rng.integers(20, 80)), int(rng.integers(20, 90)))
    sound = signal.resample_poly(sound, 160, 441)  # 22 050 → 8 000 Hz
    return sound.astype(np.float32), phones_of(text)


def synthetic(job: tuple[int, str, str]) -> tuple[np.ndarray, np.ndarray]:
    """One training utterance: features and phones."""
    seed, text, voice = job
    rng = np.random.default_rng(seed)
    sound, phones = synthesise(text, voice, rng)
    if rng.random() < 0.5:
        sound = augment.resample(sound, rng.uniform(0.88, 1.12))
    return filter_bank(augment.line(augment.pad(sound, rng), rng)), phones


def recorded(job: tuple[int, list[tuple[Path, str]]]) -> tuple[np.ndarray, np.ndarray]:
    """One copy of one or several recorded prompts, one after another: features and phones."""
    seed, pieces = job
    rng = np.random.default_rng(seed)
    factor = rng.uniform(0.9, 1.1)
    sounds = [augment.pad(augment.resample(read_sound(path), factor), rng, 0.25) for path, _ in pieces]
    engine().voice("fr")
    return filter_bank(augment.line(np.concatenate(sounds), rng)), np.concatenate([phones_of(text) for _, text in pieces])


def silence(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Noise on which nothing is said."""
    rng = np.random.default_rng(seed)
    noise = augment.colored_noise(int(rng.uniform(0.5, 4) * RATE_HZ), rng.uniform(0, 1.2), rng) * 10 ** (-rng.uniform(20, 70) / 20)
    return filter_bank(augment.a_law(noise) if rng.random() < 0.5 else noise), np.zeros(0, np.uint8)


def read_sound(path: Path) -> np.ndarray:
    """Samples of a file at 8 kHz: WAV as it is, anything else through sox."""
    if path.suffix == ".wav":
        with wave.open(str(path)) as sound:
            raw = sound.readframes(sound.getnframes())
    else:
        raw = subprocess.run(["sox", str(path), "-t", "raw", "-r", str(RATE_HZ), "-e", "signed", "-b", "16", "-c", "1", "-"],
                             capture_output=True, check=True).stdout
    return np.frombuffer(raw, np.int16).astype(np.float32) / 32768


def write_sound(path: Path, samples: np.ndarray) -> None:
    """Samples in [-1, 1] as a WAV file of 16 bits, 8 kHz."""
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE_HZ)
        sound.writeframes(np.round(np.clip(samples, -1, 1) * 32767).astype(np.int16).tobytes())


def sentences_to_speak(sentences: list[str], prompt_texts: list[str], count: int, draw: random.Random) -> list[str]:
    """The corpus, the prompts' texts, and words in no order at all, so that the network learns sounds, not sentences."""
    words = sorted({word for sentence in sentences for word in sentence.split()} | set(grammar.general_words()))
    chosen = []
    for k in range(count):
        kind = k % 10
        chosen.append(draw.choice(sentences) if kind < 6 else draw.choice(prompt_texts) if kind == 6
                      else " ".join(draw.choice(words) for _ in range(draw.randrange(2, 8))))
    return chosen


def recorded_jobs(found: list[prompts.Prompt], copies: int, draw: random.Random) -> list[tuple[int, list[tuple[Path, str]]]]:
    """Copies of each prompt; those of one or two words mostly in chains of up to five."""
    jobs = []
    short = [prompt for prompt in found if len(prompt.words) < 3]
    for copy in range(copies):
        for prompt in found:
            chain = [prompt] + ([draw.choice(short) for _ in range(draw.randrange(5))] if len(prompt.words) < 3 and copy % 4 else [])
            draw.shuffle(chain)
            jobs.append((draw.randrange(2**32), [(p.path, " ".join(p.words)) for p in chain]))
    return jobs


def pack(path: Path, results: list[tuple[np.ndarray, np.ndarray]], synthetic_count: int) -> None:
    """All utterances one after another, the synthetic ones first, with the places where each ends."""
    fit = [len(f) >= 3 * (len(p) + int(np.sum(p[1:] == p[:-1]))) + 3 for f, p in results]
    results = [result for result, fits in zip(results, fit, strict=True) if fits]
    np.savez(path, frames=np.concatenate([f for f, _ in results]), frame_ends=np.cumsum([len(f) for f, _ in results]),
             phones=np.concatenate([p for _, p in results]), phone_ends=np.cumsum([len(p) for _, p in results]),
             synthetic_count=sum(fit[:synthetic_count]))


def build(second_voice_folder: Path | None) -> None:
    """Everything, with two processes; progress on standard output."""
    draw = random.Random(11)
    WORK.mkdir(parents=True, exist_ok=True)
    corpus = json.loads((WORK / "corpus.json").read_text(encoding="utf-8"))
    found = prompts.load(grammar.common_words(corpus["train"]))
    train = [prompt for prompt in found if prompt.part == "train"]
    other = prompts.second_voice(second_voice_folder, found) if second_voice_folder else []
    voices = [accent + variant for accent in ACCENTS for variant in variants()]
    texts = sentences_to_speak(corpus["train"], [" ".join(p.words) for p in train], SYNTHETIC_UTTERANCES, draw)
    spoken = [(draw.randrange(2**32), text, draw.choice(voices)) for text in texts]
    jobs = [(synthetic, job) for job in spoken]
    jobs += [(recorded, job) for job in recorded_jobs(train, PROMPT_COPIES, draw) + recorded_jobs(other, SECOND_VOICE_COPIES, draw)]
    jobs += [(silence, draw.randrange(2**32)) for _ in range(300)]
    with multiprocessing.Pool(PROCESSES, initializer=one_thread) as pool:
        results = []
        for result in pool.imap(call, jobs, chunksize=32):
            results.append(result)
            if len(results) % 2000 == 0:
                print(f"  {len(results)} of {len(jobs)} utterances", flush=True)
        pack(WORK / "train.npz", results, len(spoken))
        write_tests(pool, corpus, found, draw)
    hours = sum(len(f) for f, _ in results) / 360_000
    print(f"  {len(train)} prompts and {len(other)} of the second voice; {hours:.1f} hours in all")


def write_tests(pool, corpus: dict, found: list[prompts.Prompt], draw: random.Random) -> None:
    """Held-out sentences in held-out voices, and held-out prompts: sound files and texts."""
    folder = WORK / "test"
    folder.mkdir(exist_ok=True)
    held_out = [accent + "+" + variant for accent in ACCENTS for variant in HELD_OUT_VARIANTS]
    chosen = draw.sample(corpus["test"], min(2 * TEST_UTTERANCES, len(corpus["test"])))
    rows = []
    dev: list[tuple[np.ndarray, np.ndarray]] = []
    for k, sentence in enumerate(chosen):
        part = "synthetic-dev" if k % 4 == 3 else "synthetic"
        path = folder / f"{part}-{k:04d}.wav"
        rng = np.random.default_rng(k)
        sound, phones = pool.apply(synthesise, (sentence, held_out[k % len(held_out)], rng))
        sound = augment.pad(sound / (np.abs(sound).max() + 1e-6) * 0.5, rng)
        write_sound(path, sound)
        rows.append((part, path.name, sentence))
        if part == "synthetic-dev":
            dev.append((filter_bank(sound), phones))
    for prompt in found:
        if prompt.part in ("dev", "test"):
            path = folder / f"people-{prompt.part}-{prompt.name.replace('/', '-')}.wav"
            write_sound(path, augment.pad(read_sound(prompt.path), np.random.default_rng(len(rows)), 0.3))
            rows.append(("people-dev" if prompt.part == "dev" else "people", path.name, " ".join(prompt.words)))
            if prompt.part == "dev":
                dev.append(pool.apply(plain_prompt, (prompt.path, " ".join(prompt.words))))
    (folder / "sentences.tsv").write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    pack(WORK / "dev.npz", dev, 0)


def plain_prompt(path: Path, text: str) -> tuple[np.ndarray, np.ndarray]:
    """A recorded prompt as it is."""
    engine().voice("fr")
    return filter_bank(augment.pad(read_sound(path), np.random.default_rng(1), 0.3)), phones_of(text)


def call(job):
    """Runs a job given as (function, argument)."""
    function, argument = job
    return function(argument)


def one_thread() -> None:
    """Two processes on two cores: no threads inside."""
    import torch
    torch.set_num_threads(1)
