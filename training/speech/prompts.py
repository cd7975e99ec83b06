"""Recorded French prompts of Debian: which files, what is said in them, and which are kept apart.

Two voices: a Canadian woman (asterisk-core-sounds-fr, CC-BY-SA 3.0, with its text) and a woman of France
(asterisk-prompt-fr-armelle, without text: only its digits, letters and dates are used, whose names say the words).
"""

import difflib
import gzip
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from grammar import UNITS

SOUNDS = Path("/usr/share/asterisk/sounds/fr_CA_f_June")
TEXTS = Path("/usr/share/doc/asterisk-core-sounds-fr/core-sounds-fr.txt.gz")

# Held-out sentences have at least this many words: single digits and letters would flatter or blur the figure.
HELD_OUT_WORDS = 3
TEST_SENTENCES = 70
DEV_SENTENCES = 30
# A training prompt this much like a held-out one (menus exist in several versions) is used for nothing.
TOO_MUCH_ALIKE = 0.75


@dataclass(frozen=True)
class Prompt:
    """One recorded file and its words; part is train, dev, test or unused."""

    name: str
    path: Path
    words: tuple[str, ...]
    part: str


def clean(text: str) -> tuple[str, ...]:
    """The words of a prompt's text, as the lexicon writes them; digits in words, hyphens kept in numbers only."""
    text = re.sub(r"\([^)]*\)|\[[^]]*\]|<[^>]*>", " ", text.lower().replace("’", "'"))
    text = re.sub(r"\d", lambda digit: f" {UNITS[int(digit[0])]} ", text)
    text = re.sub(r"[^a-zàâäçéèêëîïôöùûüœ'\- ]", " ", text)
    words = (word.strip("-") for word in text.split())
    words = (part for word in words for part in (re.split("-", word) if not re.match(r"(dix|soixante|quatre|aujourd|après|rendez)", word) else [word]))
    return tuple(word for word in words if re.search("[a-zé]", word))


def fold(word: str) -> str:
    """Without accents: the texts leave many out."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def with_accents(words: tuple[str, ...], known: set[str], folded: dict[str, str]) -> tuple[str, ...]:
    """Gives a word that is in no list the accents of the only one that is written with the same letters."""
    return tuple(word if word in known else folded.get(word, word) for word in words)


def load(known: set[str], texts: Path = TEXTS, sounds: Path = SOUNDS) -> list[Prompt]:
    """All prompts that have both a sound and a text. `known`: words whose spelling is sure."""
    folded: dict[str, str] = {}
    for word in sorted(known):
        folded[fold(word)] = "" if fold(word) in folded else word
    folded = {plain: word for plain, word in folded.items() if word}
    found: dict[str, tuple[Path, tuple[str, ...], bool]] = {}
    with gzip.open(texts, "rt", encoding="utf-8") as lines:
        for line in lines:
            name, separator, text = line.partition(":")
            path = sounds / f"{name.strip()}.wav"
            words = with_accents(clean(text), known, folded)
            if separator and not line.startswith(";") and words and path.exists():
                found[name.strip()] = (path, words, bool(re.search(r"\d|\(", text)))
    # Texts with digits or remarks are never held out: what is said in them is our reading of the text.
    sentences = sorted({words for _, words, read in found.values() if len(words) >= HELD_OUT_WORDS and not read},
                       key=lambda words: hashlib.sha256(" ".join(map(fold, words)).encode()).hexdigest())
    parts = {words: "test" for words in sentences[:TEST_SENTENCES]}
    parts |= {words: "dev" for words in sentences[TEST_SENTENCES:TEST_SENTENCES + DEV_SENTENCES]}
    held_out = list(parts)
    for _, words, _ in found.values():
        if words not in parts:
            parts[words] = "unused" if len(words) >= HELD_OUT_WORDS and any(alike(words, other) for other in held_out) else "train"
    return [Prompt(name, path, words, parts[words]) for name, (path, words, _) in sorted(found.items())]


def alike(words: tuple[str, ...], held_out: tuple[str, ...]) -> bool:
    """Whether a held-out sentence is inside, or nearly the same."""
    inside = any(words[k:k + len(held_out)] == held_out for k in range(len(words) - len(held_out) + 1))
    return inside or difflib.SequenceMatcher(None, words, held_out).ratio() >= TOO_MUCH_ALIKE


def second_voice(folder: Path, first: list[Prompt]) -> list[Prompt]:
    """Digits, letters, spelling words and dates of the second voice, named as the first one's files."""
    texts = {prompt.name: prompt.words for prompt in first if prompt.part == "train"}
    found = []
    for path in sorted(folder.rglob("*.gsm")):
        name = f"{path.parent.name}/{path.stem}"
        if path.parent.name in ("digits", "letters", "phonetic") and name in texts:
            found.append(Prompt(name, path, texts[name], "train"))
    return found
