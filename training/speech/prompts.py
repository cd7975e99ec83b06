"""Recorded French prompts of Debian: which files, what is said in them, and which are kept apart.

Two voices: a Canadian woman (asterisk-core-sounds-fr, CC-BY-SA 3.0, with its text) and a woman of France
(asterisk-prompt-fr-armelle, without text: only its digits, letters and dates are used, whose names say the words).
"""

import difflib
import gzip
import hashlib
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from grammar import UNITS, lines

SOUNDS = Path("/usr/share/asterisk/sounds/fr_CA_f_June")
TEXTS = Path("/usr/share/doc/asterisk-core-sounds-fr/core-sounds-fr.txt.gz")

# Held-out sentences have at least this many words: single digits and letters would flatter or blur the figure.
HELD_OUT_WORDS = 3
TEST_SENTENCES = 70
DEV_SENTENCES = 30
# Words written with a hyphen that are one word: numbers and the like; where the lexicon looks, a verb and its pronoun too.
COMPOUNDS = r"(dix|soixante|quatre|aujourd|après|rendez)"
PRONOUNS = r"|.*-(vous|nous|moi|le|la|les|je|ce|il|elle|on|ils|elles|y|en|là|ci)$"
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
    text = re.sub(r"\bre-(?=e)|\bré-(?=\w)", "ré", text.lower())
    words = " ".join(word for word in tokens(text, COMPOUNDS + PRONOUNS) if re.search("[a-zéà]", word))
    for wrong, right in (row.split(" = ") for row in lines("prompts-orthographe.txt")):
        words = re.sub(rf"(?<!\S){wrong}(?!\S)", right, words)
    return tuple(words.split())


def tokens(text: str, whole: str) -> list[str]:
    """What stands between spaces and signs, and hyphens unless it is `whole`; remarks in brackets are left out."""
    text = re.sub(r"\([^)]*\)|\[[^]]*\]|<[^>]*>", " ", text.lower().replace("’", "'"))
    text = re.sub(r"\d", lambda digit: f" {UNITS[int(digit[0])]} ", text)
    text = re.sub(r"[^a-zàâäçéèêëîïôöùûüœ'\- ]", " ", text)
    words = (word.strip("-") for word in text.split())
    return [part for word in words for part in ([word] if re.match(whole, word) else word.split("-"))]


def key(text: str) -> tuple[str, ...]:
    """What decides a text's part and whether it is like another. It stays as it is when `clean` changes, or the split would change."""
    return tuple(fold(word) for word in tokens(text, COMPOUNDS) if re.search("[a-zé]", word))


def fold(word: str) -> str:
    """Without accents: the texts leave many out."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def spellings(known: Counter[str]) -> dict[str, str]:
    """The commonest known word for each way of writing without accents."""
    return {fold(word): word for word in sorted(known, key=lambda word: (known[word], word))}


def with_accents(words: tuple[str, ...], known: Counter[str], spelt: dict[str, str]) -> tuple[str, ...]:
    """Gives a word that is in no list the accents of the commonest one that is written with the same letters."""
    return tuple(word if word in known else spelt.get(fold(word), word) for word in words)


def load(known: Counter[str], texts: Path = TEXTS, sounds: Path = SOUNDS) -> list[Prompt]:
    """All prompts that have both a sound and a text. `known`: words whose spelling is sure, and how common they are."""
    spelt = spellings(known)
    found: dict[str, tuple[Path, str]] = {}
    with gzip.open(texts, "rt", encoding="utf-8") as rows:
        for row in rows:
            name, separator, text = row.partition(":")
            path = sounds / f"{name.strip()}.wav"
            if separator and not row.startswith(";") and key(text) and path.exists():
                found[name.strip()] = (path, text.strip())
    # Texts with digits or remarks are never held out: what is said in them is our reading of the text.
    sentences = sorted({key(text) for _, text in found.values() if len(key(text)) >= HELD_OUT_WORDS and not re.search(r"\d|\(", text)},
                       key=lambda words: hashlib.sha256(" ".join(words).encode()).hexdigest())
    parts = {words: "test" for words in sentences[:TEST_SENTENCES]}
    parts |= {words: "dev" for words in sentences[TEST_SENTENCES:TEST_SENTENCES + DEV_SENTENCES]}
    held_out = list(parts)
    for _, text in found.values():
        words = key(text)
        if words not in parts:
            parts[words] = "unused" if len(words) >= HELD_OUT_WORDS and any(alike(words, other) for other in held_out) else "train"
    return [Prompt(name, path, with_accents(clean(text), known, spelt), parts[key(text)]) for name, (path, text) in sorted(found.items())]


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
