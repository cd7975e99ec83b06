"""Pronunciations: those that espeak-ng gives a word in the corpus' sentences, so that each liaison that occurs is there."""

from collections import Counter, defaultdict

from espeak import Espeak
from settings import PHONES

CONSONANTS = set("S Z b d f g j k l m n p r s t v w y z".split())
# A variant rarer than this in the sentences is an accident of espeak's grouping.
RAREST_SHARE = 0.03
MOST_VARIANTS = 4
# What people drop and espeak does not: a schwa ("d'main"), the end of "votre", "quatre".
DROPPED_SHARE = 0.15

Pronunciations = dict[str, dict[tuple[str, ...], float]]


def build(words: list[str], sentences: list[str]) -> Pronunciations:
    """Each word's pronunciations with their shares, which sum to one."""
    engine = Espeak()
    engine.voice("fr")
    heard: dict[str, Counter] = defaultdict(Counter)
    for sentence in sentences:
        spoken, groups = sentence.split(), engine.phonemes(sentence)
        if len(spoken) == len(groups):  # else espeak has said two words in one: nobody can tell whose phone is whose
            for word, group in zip(spoken, groups, strict=True):
                heard[word][known(group)] += 1
    found: Pronunciations = {}
    for word in words:
        alone = known([phone for group in engine.phonemes(word) for phone in group])
        counts = heard[word]
        total = sum(counts.values())
        kept = {phones: count / total for phones, count in counts.most_common(MOST_VARIANTS) if phones and count / total >= RAREST_SHARE}
        if alone:
            kept[alone] = max(kept.get(alone, 0), 0.1 if kept else 1.0)
        for phones, share in list(kept.items()):
            for short in shortened(phones):
                kept.setdefault(short, share * DROPPED_SHARE)
        if not kept:
            raise ValueError(f"no pronunciation for {word!r}")
        scale = sum(kept.values())
        found[word] = {phones: share / scale for phones, share in kept.items()}
    return found


def known(group: list[str]) -> tuple[str, ...]:
    """The sounds that the network has an output for."""
    return tuple(phone for phone in group if phone in PHONES)


def shortened(phones: tuple[str, ...]) -> list[tuple[str, ...]]:
    """What is left when a schwa, or the last r or l after a consonant, is not said."""
    found = []
    if len(phones) == 2 and phones[1] == "@" and phones[0] in CONSONANTS:
        found.append(phones[:1])  # je, de, le: j', d', l'
    for k in range(1, len(phones) - 2):
        # No three consonants in a row: "d(e)main", "sam(e)di", but never "vendr(e)di".
        if phones[k] == "@" and phones[k - 1] in CONSONANTS and (k < 2 or phones[k - 2] not in CONSONANTS) \
                and phones[k + 1] in CONSONANTS and phones[k + 2] not in CONSONANTS:
            found.append(phones[:k] + phones[k + 1:])
            break
    if len(phones) > 2 and phones[-1] in ("r", "l") and phones[-2] in set("b d f g k p t v".split()):
        found.append(phones[:-1])
    return found
