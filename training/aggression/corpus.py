"""Lists of clips: the four corpora, sounds that are no speech, calm French. Reads any folder of wav files with a labels.tsv."""

import csv
import hashlib
import tarfile
from dataclasses import dataclass
from pathlib import Path

import packages
from settings import ANGER, CALM, CORPORA, DATA, WORK

# The voice that no training hears: false alarms are counted on it. The other French voice is in training.
HELD_OUT_VOICE, TRAINED_VOICE, SOUNDS, SYNTHETIC = "june", "armelle", "esc10", "synthetic"
NOISE = "noise"


@dataclass(frozen=True)
class Clip:
    """One file. `speaker` is unique among all corpora."""

    corpus: str
    speaker: str
    emotion: str
    path: Path

    @property
    def key(self) -> str:
        """The same on every machine."""
        return f"{self.corpus}/{self.path.parent.name}/{self.path.name}"

    @property
    def is_anger(self) -> bool:
        return self.emotion == ANGER

    @property
    def is_calm(self) -> bool:
        return self.emotion in CALM


def is_counted(clip: Clip) -> bool:
    """Of the prompts and the sounds one half by hash, and a synthesiser's Swiss voices: on these, false alarms are counted. The other prompts
    choose the threshold, the other sounds and voices are trained on."""
    if clip.corpus == SYNTHETIC:
        return "fr-ch" in clip.speaker
    return int(hashlib.sha256(clip.key.encode()).hexdigest(), 16) % 2 == 1


def read_folder(folder: Path, name: str | None = None) -> list[Clip]:
    """The clips of a labels.tsv (columns file, emotion and, if known, speaker) beside its wav files."""
    labels = folder / "labels.tsv"
    if not labels.exists():
        raise FileNotFoundError(f"{labels} is missing: columns file, emotion, speaker")
    name = name or folder.name
    with labels.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    if rows and not {"file", "emotion"} <= rows[0].keys():
        raise ValueError(f"{labels} needs the columns file and emotion, parted by tabs")
    return [Clip(name, f"{name} {row.get('speaker') or row['file']}", row["emotion"], folder / row["file"]) for row in rows]


def unpacked(name: str) -> Path:
    """Folder of a corpus: as it lies in the data folder, else out of its archive."""
    if (DATA / name).is_dir():
        return DATA / name
    folder = WORK / "corpora" / name
    if not folder.exists():
        archive = DATA / f"{name}.tar.xz"
        if not archive.exists():
            raise FileNotFoundError(f"Neither {DATA / name} nor {archive}: set AGGRESSION_DATA to the folder of the corpora")
        partial = WORK / "corpora" / f"{name}.partial"
        with tarfile.open(archive) as opened:
            opened.extractall(partial)
        (partial / name).rename(folder)
    return folder


def sounds() -> list[Clip]:
    """Animals, weather, engines."""
    return [Clip(SOUNDS, f"{SOUNDS} {path.stem}", NOISE, path) for path in sorted(unpacked(SOUNDS).glob("*.wav"))]


def sounds_behind() -> list[Path]:
    """Those to mix in behind a voice: none of those on which false alarms are counted."""
    return [clip.path for clip in sounds() if not is_counted(clip)]


def calm_french() -> list[Clip]:
    """Prompts of both voices."""
    return ([Clip(HELD_OUT_VOICE, HELD_OUT_VOICE, "neutral", path) for path in packages.first_voice()]
            + [Clip(TRAINED_VOICE, TRAINED_VOICE, "neutral", path) for path in packages.second_voice()])


def synthetic() -> list[Clip]:
    """Calm sentences of a synthesiser."""
    return [Clip(SYNTHETIC, f"{SYNTHETIC} {voice}", "neutral", path) for voice, paths in packages.synthetic_voices().items() for path in paths]


def everything() -> list[Clip]:
    """All clips, in an order that never changes."""
    return [clip for name in CORPORA for clip in read_folder(unpacked(name))] + calm_french() + sounds() + synthetic()
